package io.seminode.solver.tensor;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Finds the faster engine of one function while it is used. Calls run natively, which is ready soonest, until they have taken half as
 * long as making the function ready did: then the other engine can pay for itself. It is made ready and timed on the arguments at hand, and the
 * faster of the two runs all calls from then on. So that whoever calls a function a few times waits for no compilation, and whoever calls it for long
 * loses at most about twice what one compilation takes.
 *
 * <p>Not for several threads at once.
 */
final class EngineTrial {
    /** The first calls are slower: TensorFlow prepares itself in them. */
    private static final int WARM_UP_CALLS = 2;

    private static final int TIMED_CALLS = 3;

    private final Supplier<Program> xla;
    private long worth;
    private long spent;
    private int calls;

    /**
     * A trial that has not begun.
     *
     * @param xla makes the function ready for XLA
     * @param nanos what making it ready for the native engine took
     */
    EngineTrial(Supplier<Program> xla, long nanos) {
        this.xla = xla;
        this.worth = nanos;
    }

    /** Notes what a native call took. */
    void ran(long nanos) {
        calls++;
        if (calls == 1) {
            worth += nanos;
        }
        if (calls > WARM_UP_CALLS) {
            spent += nanos;
        }
    }

    /** Whether the calls so far were worth a compilation. */
    boolean isDue() {
        return 2 * spent > worth;
    }

    /**
     * Times both engines, by turns.
     *
     * @param call makes the call at hand with a program
     * @return the faster program, warm; the other one is closed
     */
    Program winner(Program ready, Function<Program, TensorMap> call) {
        Program program = xla.get();
        try {
            nanos(program, call);
            long ofReady = Long.MAX_VALUE;
            long ofXla = Long.MAX_VALUE;
            for (int i = 0; i < TIMED_CALLS; i++) {
                ofReady = Math.min(ofReady, nanos(ready, call));
                ofXla = Math.min(ofXla, nanos(program, call));
            }
            if (ofXla < ofReady) {
                ready.close();
                return program;
            }
        } catch (InterruptedCallException e) { // which says nothing about XLA
            program.close();
            throw e;
        } catch (RuntimeException e) {
            System.getLogger(EngineTrial.class.getName())
                    .log(System.Logger.Level.DEBUG, "XLA cannot run this function, so that it stays native", e);
        }
        program.close();
        return ready;
    }

    private static long nanos(Program program, Function<Program, TensorMap> call) {
        long start = System.nanoTime();
        call.apply(program).close();
        return System.nanoTime() - start;
    }
}
