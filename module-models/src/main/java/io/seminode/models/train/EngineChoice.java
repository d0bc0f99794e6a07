package io.seminode.models.train;

import io.seminode.data.Examples;
import io.seminode.models.TrainableModel;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.Device;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Chooses the faster engine by timing both on the first training steps; neither wins everywhere.
 *
 * <p>Compiling a training step to XLA takes some seconds for a small network and more than ten for a large one, so XLA is tried
 * only where training natively would take minutes.
 */
public final class EngineChoice {
    private static final int TIMED_STEPS = 3;
    private static final double WORTH_COMPILING_SECONDS = 120;

    private EngineChoice() {}

    /**
     * The engine whose best training step is the faster one, or the native one if training is short. The steps are made on sessions of their own, so that training
     * begins from the same weights whatever is chosen.
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
        TrainingSettings piece = settings.ofOnePiece();
        double ofNative = bestStep(model, solver, piece, new ExecutionOptions(Engine.NATIVE, device), train, check);
        double pieces = (double) settings.batches(train.size()) * settings.batchSize() / settings.microBatch();
        if (ofNative * pieces * settings.epochs() < WORTH_COMPILING_SECONDS) {
            return Engine.NATIVE;
        }
        double ofXla = bestStep(model, solver, piece, new ExecutionOptions(Engine.XLA, device), train, check);
        return ofNative <= ofXla ? Engine.NATIVE : Engine.XLA;
    }

    /** Seconds of the fastest of a few steps. */
    private static double bestStep(
            TrainableModel model,
            Solver solver,
            TrainingSettings settings,
            ExecutionOptions execution,
            Examples train,
            Runnable check) {
        Map<String, float[]> batch =
                train.gather(IntStream.range(0, settings.batchSize()).toArray());
        try (TrainingSession session = TrainingSession.open(model, solver, settings, execution)) {
            check.run();
            session.step(batch);
            long best = Long.MAX_VALUE;
            for (int i = 0; i < TIMED_STEPS; i++) {
                check.run();
                long start = System.nanoTime();
                session.step(batch);
                best = Math.min(best, System.nanoTime() - start);
            }
            return best / 1e9;
        }
    }
}
