package io.seminode.cli.compare;

import io.seminode.models.train.TrainingSettings;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Solver;
import io.seminode.solver.control.StepControllers;
import io.seminode.solver.method.RungeKuttaMethods;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.spi.Providers;
import io.seminode.solver.spi.UnknownProviderException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a comparison's numbers depend on, besides the machine.
 *
 * @param problem the experiment's name
 * @param preset the schedule's name; the values that follow are those used, whether from it or from options
 * @param norms names of the norms of the backward solve, the first is what the others are compared with; {@code NAME@MODE}
 *     is a norm in a mode of its own
 * @param rtol relative tolerance
 * @param atol absolute tolerance
 * @param method the Runge-Kutta method's name
 * @param controller the step controller's name
 * @param mode faithful or lazy
 * @param epochs passes over the training part
 * @param maxBatches the most batches of an epoch that are used; null for all
 * @param batchSize examples in a batch
 * @param learningRate of AdamW
 * @param weightDecay of AdamW
 * @param seed of the first repeat; the next one has the next seed
 * @param repeats trainings of each norm
 */
public record ComparisonSettings(
        String problem,
        String preset,
        List<String> norms,
        double rtol,
        double atol,
        String method,
        String controller,
        String mode,
        int epochs,
        @Nullable Integer maxBatches,
        int batchSize,
        double learningRate,
        double weightDecay,
        long seed,
        int repeats) {
    /** Measures the forward solve, whatever norm the backward solve has. */
    public static final String FORWARD_NORM = "default";

    /** Far more steps than a backward solve of the experiments takes. */
    private static final int RECORDED_STEPS = 1024;

    /** Rejects settings that cannot be right. */
    public ComparisonSettings {
        norms = List.copyOf(norms);
        if (norms.isEmpty()) {
            throw new IllegalArgumentException("No norm found, expected one or more.");
        }
        if (norms.stream().distinct().count() < norms.size()) {
            throw new IllegalArgumentException("A norm is named twice in " + norms + "; name each once.");
        }
        if (repeats < 1) {
            throw new IllegalArgumentException("The number of repeats is " + repeats + ", expected 1 or more.");
        }
        // These check the rest.
        var unusedTraining =
                new TrainingSettings(epochs, batchSize, limit(maxBatches), learningRate, weightDecay, seed);
        var unusedSolver = Solver.create().withTolerances(rtol, atol);
    }

    /** What the trainings of one repeat have in common. */
    public TrainingSettings training(int repeat) {
        return new TrainingSettings(epochs, batchSize, limit(maxBatches), learningRate, weightDecay, seedOf(repeat));
    }

    /** The seed of data, weights and batches of a repeat. */
    public long seedOf(int repeat) {
        return seed + repeat;
    }

    /**
     * The solver for a norm.
     *
     * @param norm {@code NAME}, or {@code NAME@MODE}
     * @throws io.seminode.solver.spi.UnknownProviderException if norm, mode, method or controller are unknown
     */
    public Solver solver(String norm) {
        Providers<Norm> known = Norms.load();
        int at = norm.lastIndexOf('@');
        String name = at < 0 ? norm : norm.substring(0, at);
        String ownMode = at < 0 ? mode : norm.substring(at + 1);
        return Solver.create()
                .withMethod(RungeKuttaMethods.load().get(method))
                .withController(StepControllers.load().get(controller))
                .withTolerances(rtol, atol)
                .withNorms(known.get(FORWARD_NORM), known.get(name))
                .withMode(modeOf(ownMode))
                .withRecordedSteps(RECORDED_STEPS);
    }

    private static AdjointMode modeOf(String id) {
        for (AdjointMode candidate : AdjointMode.values()) {
            if (candidate.id().equals(id)) {
                return candidate;
            }
        }
        throw new UnknownProviderException("Unknown mode \"" + id + "\"; known are faithful, lazy.");
    }

    private static int limit(@Nullable Integer maxBatches) {
        return maxBatches == null ? Integer.MAX_VALUE : maxBatches;
    }
}
