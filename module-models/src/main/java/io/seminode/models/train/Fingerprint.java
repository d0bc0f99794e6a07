package io.seminode.models.train;

import io.seminode.models.TrainableModel;
import io.seminode.models.file.Checkpoint;
import io.seminode.models.file.SettingsJson;
import io.seminode.models.file.SolverSettings;
import io.seminode.models.file.StoredFileException;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a training's numbers depend on and that cannot be changed on the way: all settings but what is done about failures, and
 * what {@link SolverSettings#fingerprint} leaves out of the solver's.
 *
 * @param parts as text, by name
 */
record Fingerprint(Map<String, String> parts) {

    private static final String SOLVER = "solver";
    private static final String TRAINING = "training";
    private static final String ENGINE = "engine";
    private static final String ON_FAILURE = "onFailure";

    static Fingerprint of(TrainableModel model, Solver solver, TrainingSettings settings, ExecutionOptions execution) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("model", model.kind() + " " + SettingsJson.write(model.settings()));
        parts.put(SOLVER, SettingsJson.write(SolverSettings.of(solver).fingerprint()));
        parts.put(TRAINING, SettingsJson.without(ON_FAILURE, SettingsJson.write(settings)));
        parts.put(ENGINE, execution.engine().id());
        parts.put("device", execution.device().id());
        return new Fingerprint(parts);
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
            case TRAINING -> SettingsJson.without(ON_FAILURE, found);
            case SOLVER ->
                SettingsJson.write(
                        SettingsJson.read(found, SolverSettings.class).fingerprint());
            default -> found;
        };
    }
}
