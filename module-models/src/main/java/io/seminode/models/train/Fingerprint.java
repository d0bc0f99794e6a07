package io.seminode.models.train;

import io.seminode.models.TrainableModel;
import io.seminode.models.file.Checkpoint;
import io.seminode.models.file.SettingsJson;
import io.seminode.models.file.StoredFileException;
import io.seminode.solver.Solver;
import io.seminode.solver.control.Output;
import io.seminode.solver.control.SolveLimits;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a training's numbers depend on and that cannot be changed on the way: all settings but what is done about failures, and
 * limits of a solve.
 *
 * @param parts as text, by name
 */
record Fingerprint(Map<String, String> parts) {

    private static final String SOLVER = "solver";
    private static final String TRAINING = "training";
    private static final String ENGINE = "engine";
    private static final String ON_FAILURE = "onFailure";

    /** Where earlier versions had what is elsewhere now. */
    private static final Map<String, String> MOVED = Map.of(
            "/batchSize", "/batches/size",
            "/microBatch", "/batches/microBatch",
            "/maxBatches", "/batches/most",
            "/optimiser", "/optimisation/optimiser",
            "/momentum", "/optimisation/momentum",
            "/learningRate", "/optimisation/learningRate",
            "/decay", "/optimisation/decay",
            "/weightDecay", "/optimisation/weightDecay");

    static Fingerprint of(TrainableModel model, Solver solver, TrainingSettings settings, ExecutionOptions execution) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("model", model.kind() + " " + SettingsJson.write(model.settings()));
        parts.put(SOLVER, solver(solver));
        parts.put(TRAINING, training(SettingsJson.write(settings)));
        parts.put(ENGINE, execution.engine().id());
        parts.put("device", execution.device().id());
        return new Fingerprint(parts);
    }

    private static String training(String settings) {
        String renewed = SettingsJson.renewed(settings, TrainingSettings.create(), MOVED);
        return SettingsJson.without(ON_FAILURE, SettingsJson.write(SettingsJson.read(renewed, TrainingSettings.class)));
    }

    /**
     * The settings that a training's numbers depend on, as far as it does not fail. As by default are:
     *
     * <ul>
     *   <li>the limits on steps and time, which only say when a solve fails: a training that ended by one can be continued with
     *       another;
     *   <li>the number of recorded steps, which only says what statistics tell.
     * </ul>
     */
    static String solver(Solver solver) {
        return SettingsJson.write(
                solver.withController(solver.controller()) // that of a method without an error estimate
                        .withLimits(limits -> SolveLimits.DEFAULT)
                        .withOutput(output -> output.withRecordedSteps(Output.DEFAULT.recordedSteps())));
    }

    /** The engine of the training that a checkpoint was made in. */
    static Engine engine(Checkpoint checkpoint) {
        String found = checkpoint.settings().get(ENGINE);
        return Engine.executors().stream()
                .filter(engine -> engine.id().equals(found))
                .findFirst()
                .orElseThrow(() -> new StoredFileException(
                        StoredFileException.Reason.UNFIT,
                        "The checkpoint was made with the engine " + found + ", expected native or xla."));
    }

    void requireSameAs(Checkpoint checkpoint) {
        parts.forEach((name, expected) -> {
            String found = found(checkpoint, name);
            if (!expected.equals(found)) {
                throw new StoredFileException(
                        StoredFileException.Reason.UNFIT,
                        "The checkpoint was made with another " + name + ": found " + found + ", expected " + expected
                                + ". Go on with what it was made with, or train anew.");
            }
        });
    }

    /** Checkpoints of earlier versions have in it what was done about failures, and less of the solver. */
    private static @Nullable String found(Checkpoint checkpoint, String name) {
        String found = checkpoint.settings().get(name);
        if (found == null) {
            return null;
        }
        return switch (name) {
            case TRAINING -> training(found);
            case SOLVER -> solver(SettingsJson.read(found, Solver.class));
            default -> found;
        };
    }
}
