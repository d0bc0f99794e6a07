package io.seminode.solver.tensor;

import java.util.HashSet;
import java.util.Set;

/** The native memory of a compiled function, freed when no call needs it any more. */
final class FunctionMemory implements Runnable {
    private final String function;
    private final Set<RunningCall> calls = new HashSet<>();
    private volatile Program program;
    private boolean closed;

    /**
     * Takes ownership of a program.
     *
     * @param function the function's name
     */
    FunctionMemory(String function, Program program) {
        this.function = function;
        this.program = program;
    }

    /** What calls are run by. */
    Program program() {
        return program;
    }

    /** Takes another program from now on; whoever calls this closes the old one. */
    void replace(Program other) {
        program = other;
    }

    /**
     * Begins a call.
     *
     * @throws IllegalStateException if the memory is freed, or soon will be
     */
    synchronized RunningCall begin() {
        requireOpen();
        RunningCall call = new RunningCall();
        calls.add(call);
        return call;
    }

    synchronized void end(RunningCall call) {
        calls.remove(call);
        call.signal().close();
        notifyAll();
    }

    synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException("Function \"" + function
                    + "\" is closed, expected an open one. Close it when it is no longer used, or compile it again.");
        }
    }

    synchronized boolean isFreed() {
        return closed;
    }

    /** Tells the calls that are under way to end, waits for them, and frees the memory; once. */
    @Override
    public void run() {
        if (close()) {
            program.close();
        }
    }

    private synchronized boolean close() {
        if (closed) {
            return false;
        }
        closed = true;
        calls.forEach(RunningCall::stop);
        boolean interrupted = false;
        while (!calls.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return true;
    }
}
