package io.seminode.models.train;

import io.seminode.data.Examples;
import io.seminode.models.TrainableModel;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.Device;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Chooses the faster engine by timing both on the first training steps; neither wins everywhere. */
public final class EngineChoice {
    private static final int TIMED_STEPS = 3;

    private EngineChoice() {}

    /**
     * The engine whose best training step is the faster one. The steps are made on sessions of their own, so that training
     * begins from the same weights whatever is chosen.
     */
    public static Engine fastest(
            TrainableModel model, Solver solver, TrainingSettings settings, Device device, Examples train) {
        Map<Engine, Long> best = new EnumMap<>(Engine.class);
        Map<String, float[]> batch =
                train.gather(IntStream.range(0, settings.batchSize()).toArray());
        for (Engine engine : Engine.values()) {
            try (TrainingSession session =
                    TrainingSession.open(model, solver, settings, new ExecutionOptions(engine, device))) {
                session.step(batch);
                for (int i = 0; i < TIMED_STEPS; i++) {
                    long start = System.nanoTime();
                    session.step(batch);
                    best.merge(engine, System.nanoTime() - start, Math::min);
                }
            }
        }
        long nativeTime = best.getOrDefault(Engine.NATIVE, Long.MAX_VALUE);
        return nativeTime <= best.getOrDefault(Engine.XLA, Long.MAX_VALUE) ? Engine.NATIVE : Engine.XLA;
    }
}
