package io.seminode.models.train;

/**
 * How to train.
 *
 * @param epochs passes over the training part
 * @param batchSize examples in a batch; the last, smaller batch of an epoch is dropped
 * @param maxBatches the most batches of an epoch that are used, for shortened schedules
 * @param learningRate of AdamW
 * @param weightDecay of AdamW, decoupled
 * @param seed of initial weights and of the order of examples
 */
public record TrainingSettings(
        int epochs, int batchSize, int maxBatches, double learningRate, double weightDecay, long seed) {

    /** Rejects settings that cannot be right. */
    public TrainingSettings {
        requirePositive("epochs", epochs);
        requirePositive("batch size", batchSize);
        requirePositive("batches of an epoch", maxBatches);
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException("Learning rate " + learningRate + " found, expected a positive number.");
        }
        if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
            throw new IllegalArgumentException("Weight decay " + weightDecay + " found, expected 0 or more.");
        }
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("The number of " + what + " is " + value + ", expected 1 or more.");
        }
    }
}
