package io.seminode.cli.experiment;

import io.seminode.models.train.LearningRateDecay;
import org.jspecify.annotations.Nullable;

/**
 * A schedule with everything else that training needs.
 *
 * @param name as on the command line
 * @param description for help
 * @param epochs passes over the training part
 * @param maxBatches the most batches of an epoch that are used; {@link #ALL_BATCHES} for a whole epoch
 * @param batchSize examples in a batch
 * @param rtol relative tolerance
 * @param atol absolute tolerance
 * @param method the Runge-Kutta method's name
 * @param learningRate of AdamW
 * @param weightDecay of AdamW
 * @param microBatch examples that are computed at once, or 0 for whole batches
 * @param decay how the learning rate falls
 */
public record Preset(
        String name,
        String description,
        int epochs,
        int maxBatches,
        int batchSize,
        double rtol,
        double atol,
        String method,
        double learningRate,
        double weightDecay,
        int microBatch,
        LearningRateDecay decay) {
    /** No limit on the batches of an epoch. */
    public static final int ALL_BATCHES = Integer.MAX_VALUE;

    /** With whole batches and a constant learning rate. */
    public Preset(
            String name,
            String description,
            int epochs,
            int maxBatches,
            int batchSize,
            double rtol,
            double atol,
            String method,
            double learningRate,
            double weightDecay) {
        this(
                name,
                description,
                epochs,
                maxBatches,
                batchSize,
                rtol,
                atol,
                method,
                learningRate,
                weightDecay,
                0,
                LearningRateDecay.CONSTANT);
    }

    /** With batches computed in pieces of that many examples. */
    public Preset withMicroBatch(int size) {
        return new Preset(
                name,
                description,
                epochs,
                maxBatches,
                batchSize,
                rtol,
                atol,
                method,
                learningRate,
                weightDecay,
                size,
                decay);
    }

    /** With another decay of the learning rate. */
    public Preset withDecay(LearningRateDecay other) {
        return new Preset(
                name,
                description,
                epochs,
                maxBatches,
                batchSize,
                rtol,
                atol,
                method,
                learningRate,
                weightDecay,
                microBatch,
                other);
    }

    /** The most batches of an epoch, or null if there is no limit. */
    public @Nullable Integer maxBatchesOrNull() {
        return maxBatches == ALL_BATCHES ? null : maxBatches;
    }
}
