package io.seminode.models.train;

import io.seminode.models.TrainableModel;
import io.seminode.models.file.SettingsJson;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The compiled step that one training leaves to the next: the folds of a cross-validation, or the members of an ensemble, differ in their
 * examples and their seed only and compile once. It keeps the last one. A training takes it for itself, so that several threads may share this.
 */
public final class CompiledSteps implements AutoCloseable {
    private @Nullable Kept kept;

    /** A step, and what it was compiled from. */
    private record Kept(List<Object> key, EngineChoice.Choice choice) {}

    /** With no step yet. */
    public CompiledSteps() {}

    /** What a compiled step depends on. */
    static List<Object> key(
            TrainableModel model, Solver solver, TrainingSettings settings, ExecutionOptions execution) {
        return List.of(
                model.kind(),
                SettingsJson.write(model.settings()),
                SettingsJson.write(solver),
                settings.batches().size(),
                settings.batches().microBatch(),
                settings.optimisation().optimiser(),
                execution);
    }

    /** The step of that key, which its taker closes or gives back; null if there is none. */
    synchronized EngineChoice.@Nullable Choice take(List<Object> key) {
        Kept found = kept;
        if (found == null || !found.key.equals(key)) {
            return null;
        }
        kept = null;
        return found.choice;
    }

    /** Keeps a step, and closes the one that it kept before. */
    synchronized void giveBack(List<Object> key, EngineChoice.Choice choice) {
        close();
        kept = new Kept(Objects.requireNonNull(key), choice);
    }

    /** Frees the step that is kept. */
    @Override
    public synchronized void close() {
        if (kept != null) {
            kept.choice.step().close();
            kept = null;
        }
    }
}
