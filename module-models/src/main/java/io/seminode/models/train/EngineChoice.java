package io.seminode.models.train;

import io.seminode.data.Examples;
import io.seminode.models.TrainableModel;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.Device;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Chooses the faster engine of a training by timing both on first training steps; neither wins everywhere.
 *
 * <p>XLA saves what the native engine spends on each operation besides arithmetic, and takes seconds to compile. So it is tried only where an
 * evaluation of the field natively takes so short a time that this can matter, and where the training lasts several times as long as the compilation.
 */
public final class EngineChoice {
    private static final int TIMED_STEPS = 3;
    private static final double ENOUGH_SECONDS = 1;

    /**
     * Where an evaluation took longer natively, XLA never was more than a tenth faster, and up to ten times slower: {@code docs/BENCHMARKS.md}.
     */
    private static final double LONGEST_EVALUATION_SECONDS = 2e-3;

    /** Compiling with XLA and the first call take about twice as long as making the same step ready natively. */
    private static final double COMPILATION = 2;

    /** A trial that loses then costs a third of the training at most. */
    private static final double WORTH = 3;

    private EngineChoice() {}

    /** The faster step and its engine; the other one is closed. */
    record Choice(TrainingStep step, ExecutionOptions execution) {}

    /** The fastest of a few steps, and what went before. */
    private record Timed(double preparation, double step, long evaluations) {}

    /**
     * The faster engine of a training, which itself is not begun.
     *
     * @param train examples to learn from
     */
    public static Engine fastest(
            TrainableModel model, Solver solver, TrainingSettings settings, Device device, Examples train) {
        return fastest(model, solver, settings, device, train, () -> {});
    }

    /**
     * The same, and can be stopped.
     *
     * @param check called before each step; what it throws ends the choice
     */
    public static Engine fastest(
            TrainableModel model,
            Solver solver,
            TrainingSettings settings,
            Device device,
            Examples train,
            Runnable check) {
        try (TrainingSession session =
                TrainingSession.open(model, solver, settings, new ExecutionOptions(Engine.AUTO, device))) {
            session.chooseEngine(train, check);
            return session.engine();
        }
    }

    /**
     * The faster of two steps.
     *
     * @param steps makes a training step ready
     * @param device where it runs
     * @param remaining how many times it will run
     * @param run runs it once, changes nothing and gives the evaluations of the field in it
     * @param check called before each step; what it throws ends the choice
     */
    static Choice of(
            Function<ExecutionOptions, TrainingStep> steps,
            Device device,
            double remaining,
            Function<TrainingStep, Long> run,
            Runnable check) {
        ExecutionOptions natively = new ExecutionOptions(Engine.NATIVE, device);
        ExecutionOptions byXla = natively.withEngine(Engine.XLA);
        long start = System.nanoTime();
        TrainingStep ready = steps.apply(natively);
        try {
            Timed ofNative = timed(start, () -> run.apply(ready), check);
            boolean isLong = ofNative.step * remaining > WORTH * COMPILATION * ofNative.preparation;
            if (!isLong || ofNative.step > LONGEST_EVALUATION_SECONDS * ofNative.evaluations) {
                return new Choice(ready, natively);
            }
            start = System.nanoTime();
            TrainingStep other = steps.apply(byXla);
            try {
                Timed ofXla = timed(start, () -> run.apply(other), check);
                boolean isFaster = ofXla.step < ofNative.step;
                (isFaster ? ready : other).close();
                return isFaster ? new Choice(other, byXla) : new Choice(ready, natively);
            } catch (RuntimeException | Error e) {
                other.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            ready.close();
            throw e;
        }
    }

    private static Timed timed(long from, Supplier<Long> run, Runnable check) {
        check.run();
        long evaluations = run.get();
        long begin = System.nanoTime();
        double preparation = (begin - from) / 1e9;
        double best = Double.MAX_VALUE;
        for (int i = 0; i < TIMED_STEPS && (i == 0 || seconds(begin) < ENOUGH_SECONDS); i++) {
            check.run();
            long start = System.nanoTime();
            long unused = run.get();
            best = Math.min(best, seconds(start));
        }
        return new Timed(preparation, best, evaluations);
    }

    private static double seconds(long from) {
        return (System.nanoTime() - from) / 1e9;
    }
}
