package io.seminode.cli.experiment;

import io.seminode.models.file.SolverSettings;
import io.seminode.models.train.LearningRateDecay;
import io.seminode.models.train.OnFailure;
import io.seminode.models.train.TrainingSettings;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What every training of a run has in common, as chosen: from the preset or from options.
 *
 * @param problem the experiment's name
 * @param preset the schedule's name; the values that follow are those used, whether from it or from options
 * @param options the experiment's own, by name
 * @param method the Runge-Kutta method's name
 * @param controller the step controller's name
 * @param mode faithful or lazy
 * @param adjoint how gradients are taken back
 * @param bounds of the solver's steps
 * @param epochs passes over the training part
 * @param maxBatches the most batches of an epoch that are used; null for all
 * @param batchSize examples in a batch
 * @param microBatch examples that are computed at once
 * @param learningRate of AdamW
 * @param weightDecay of AdamW
 * @param decay how the learning rate falls
 * @param onFailure what is done about a batch that fails
 * @param seed of the first repeat; the next one has the next seed
 */
public record RunSettings(
        String problem,
        String preset,
        Map<String, String> options,
        String method,
        String controller,
        String mode,
        String adjoint,
        SolverSettings.Bounds bounds,
        int epochs,
        @Nullable Integer maxBatches,
        int batchSize,
        int microBatch,
        double learningRate,
        double weightDecay,
        LearningRateDecay decay,
        OnFailure onFailure,
        long seed) {
    /** Measures the forward solve, whatever norm the backward solve has. */
    public static final String FORWARD_NORM = "default";

    /** Rejects settings that cannot be right. */
    public RunSettings {
        options = Collections.unmodifiableMap(new TreeMap<>(options)); // in order: equal settings give equal files
        // This checks the rest.
        var unused = new TrainingSettings(
                epochs,
                batchSize,
                maxBatches == null ? Integer.MAX_VALUE : maxBatches,
                learningRate,
                weightDecay,
                seed,
                microBatch,
                decay,
                onFailure);
    }

    /** What the trainings of one repeat have in common. */
    public TrainingSettings training(int repeat) {
        return new TrainingSettings(
                epochs,
                batchSize,
                maxBatches == null ? Integer.MAX_VALUE : maxBatches,
                learningRate,
                weightDecay,
                seedOf(repeat),
                microBatch,
                decay,
                onFailure);
    }

    /** The seed of data, weights and batches of a repeat. */
    public long seedOf(int repeat) {
        return seed + repeat;
    }

    /**
     * The solver for a norm.
     *
     * @param norm {@code NAME}, or {@code NAME@MODE}; a name may have options
     */
    public SolverSettings solver(String norm, double rtol, double atol) {
        int at = norm.lastIndexOf('@');
        String name = at < 0 ? norm : norm.substring(0, at);
        String ownMode = at < 0 ? mode : norm.substring(at + 1);
        return new SolverSettings(method, rtol, atol, FORWARD_NORM, name, controller, ownMode, adjoint, bounds);
    }

    /** For reports: one line. */
    public String describe() {
        return "Preset " + preset + ": " + epochs + " epochs"
                + (maxBatches == null ? "" : " of at most " + maxBatches + " batches") + ", batch size " + batchSize
                + (microBatch == batchSize ? "" : " in pieces of " + microBatch) + ", learning rate " + learningRate
                + (decay == LearningRateDecay.CONSTANT ? "" : " (" + decay.id() + ")") + ", weight decay " + weightDecay
                + ", " + method + ", mode " + mode + (adjoint.equals("backsolve") ? "" : ", adjoint " + adjoint)
                + (controller.equals("integral") ? "" : ", controller " + controller)
                + (bounds.equals(SolverSettings.Bounds.DEFAULT) ? "" : ", " + bounds.describe())
                + ", seed " + seed
                + (options.isEmpty() ? "" : ", " + options) + ".";
    }
}
