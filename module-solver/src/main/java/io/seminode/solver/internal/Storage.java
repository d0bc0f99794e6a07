package io.seminode.solver.internal;

import io.seminode.solver.state.Part;
import java.util.List;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/**
 * What a forward solve keeps of its steps, and how much memory that may take.
 *
 * @param kind what is kept
 * @param bytes memory for it
 */
public record Storage(Kind kind, long bytes) {
    /** More rows than this are of no use: 512 x 512 steps, or thousands of steps of dense output. */
    private static final int MOST_ROWS = 4096;

    private static final int MOST_CHECKPOINTS = 512;

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
    static final Storage NOTHING = new Storage(Kind.NONE, 0);

    /** The store for a system. */
    <T extends TFloating> StepStore<T> of(Class<T> type, List<Part> parts, StepSettings settings) {
        long state = parts.stream().mapToLong(p -> p.shape().size()).sum() * (type == TFloat32.class ? 4 : 8);
        return switch (kind) {
            case NONE -> StepStore.none();
            case STEPS, DENSE_OUTPUT -> {
                StepInterpolant interpolant = settings.interpolant();
                int most = Math.min(MOST_ROWS, settings.maxSteps());
                int steps = (int) Math.min(most, bytes / (state * interpolant.count()));
                require(steps >= 1, state * interpolant.count());
                yield new DenseStore<>(type, parts, interpolant == StepInterpolant.QUARTIC, steps);
            }
            case CHECKPOINTS -> {
                long rows = Math.min(2L * MOST_CHECKPOINTS, bytes / (2 * state));
                require(rows >= 4, 8 * state);
                int segment = Integer.highestOneBit((int) rows / 2);
                yield new CheckpointStore<>(type, parts, ((int) rows - segment) / 2 * 2, segment);
            }
        };
    }

    private void require(boolean condition, long least) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "A memory budget of " + bytes + " bytes found, expected at least " + least
                            + " for a state of this size. Raise Solver.withMemoryBudget, or take the backsolve adjoint, which"
                            + " stores nothing.");
        }
    }
}
