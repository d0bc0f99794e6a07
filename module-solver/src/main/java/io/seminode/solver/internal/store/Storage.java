package io.seminode.solver.internal.store;

import io.seminode.solver.internal.system.StepInterpolant;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.state.Part;
import java.util.List;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/**
 * What a forward solve keeps of its steps, and how much of it.
 *
 * <p>Memory is taken for all of it at the start, which costs time: room is for what solves usually need.
 *
 * @param kind what is kept
 * @param steps how many steps find room: as dense output, or sixteen times as many between checkpoints
 * @param bytes memory for it, which may allow fewer
 */
public record Storage(Kind kind, int steps, long bytes) {

    /** What is kept. */
    public enum Kind {
        /** Nothing. */
        NONE,
        /** The coupled parts at every step, for an adjoint that reads them. */
        STEPS,
        /** Every part at every step, for the user. */
        DENSE_OUTPUT,
        /** Some steps' beginnings. */
        CHECKPOINTS
    }

    /** Keeps nothing. */
    public static final Storage NOTHING = new Storage(Kind.NONE, 0, 0);

    /** The store for a system. */
    public <T extends TFloating> StepStore<T> of(Class<T> type, List<Part> parts, StepSettings settings) {
        long state = bytesOf(type, parts);
        return switch (kind) {
            case NONE -> StepStore.none();
            case STEPS, DENSE_OUTPUT -> {
                StepInterpolant interpolant = settings.interpolant();
                int fit = (int)
                        Math.min(Math.min(steps, settings.limits().maxSteps()), bytes / (state * interpolant.count()));
                require(fit >= 1, state * interpolant.count());
                yield new DenseStore<>(type, parts, interpolant == StepInterpolant.QUARTIC, fit);
            }
            case CHECKPOINTS -> {
                // A third of the rows for the steps between two checkpoints.
                int rows = (int) Math.min(Math.max(4, 3L * steps / 8), bytes / (2 * state));
                require(rows >= 4, 8 * state);
                int segment = Integer.highestOneBit(Math.max(2, rows / 3));
                yield new CheckpointStore<>(type, parts, (rows - segment) / 2 * 2, segment);
            }
        };
    }

    /** The store for a system in which each sample has its own steps. */
    public <T extends TFloating> StepStore<T> ofSamples(
            Class<T> type, List<Part> parts, StepSettings settings, int samples) {
        if (kind == Kind.NONE) {
            return StepStore.none();
        }
        long state = bytesOf(type, parts) + 16L * samples;
        int fit = (int) Math.min(Math.min(steps, settings.limits().maxSteps()), bytes / state - 1);
        require(fit >= 1, 2 * state);
        return new SampleStore<>(type, parts, samples, fit);
    }

    private static long bytesOf(Class<?> type, List<Part> parts) {
        return parts.stream().mapToLong(p -> p.shape().size()).sum() * (type == TFloat32.class ? 4 : 8);
    }

    private void require(boolean condition, long least) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "A memory budget of " + bytes + " bytes found, expected at least " + least
                            + " for a state of this size. Raise it, Solver.withGradients(g -> g.withMemoryBudget(...)), or take the backsolve adjoint, which"
                            + " stores nothing.");
        }
    }
}
