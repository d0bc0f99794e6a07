package io.seminode.cli.experiment;

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
        double weightDecay) {
    /** No limit on the batches of an epoch. */
    public static final int ALL_BATCHES = Integer.MAX_VALUE;

    /** The most batches of an epoch, or null if there is no limit. */
    public @Nullable Integer maxBatchesOrNull() {
        return maxBatches == ALL_BATCHES ? null : maxBatches;
    }
}
