package io.seminode.models.train;

/**
 * How to train.
 *
 * @param epochs passes over the training part
 * @param batchSize examples in a batch; the last, smaller batch of an epoch is dropped
 * @param maxBatches the most batches of an epoch that are used, for shortened schedules
 * @param learningRate of the optimiser
 * @param weightDecay part of a weight, times the learning rate, that a step takes off
 * @param seed of initial weights, of the order of examples and of noise
 * @param microBatch examples that are computed at once, a divisor of the batch size: gradients are averaged over the
 *     pieces of a batch, which need less memory
 * @param decay how the learning rate falls
 * @param onFailure what to do about a batch that fails
 * @param optimiser how gradients change weights
 * @param momentum of gradient descent; other optimisers have their own
 */
public record TrainingSettings(
        int epochs,
        int batchSize,
        int maxBatches,
        double learningRate,
        double weightDecay,
        long seed,
        int microBatch,
        LearningRateDecay decay,
        OnFailure onFailure,
        Optimiser optimiser,
        double momentum) {

    private static final double MOMENTUM = 0.9;

    /** Rejects settings that cannot be right. */
    public TrainingSettings {
        requirePositive("epochs", epochs);
        requirePositive("examples of a batch", batchSize);
        requirePositive("batches of an epoch", maxBatches);
        requirePositive("examples of a micro-batch", microBatch);
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException("Learning rate " + learningRate + " found, expected a positive number.");
        }
        if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
            throw new IllegalArgumentException("Weight decay " + weightDecay + " found, expected 0 or more.");
        }
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("Momentum " + momentum + " found, expected 0 or more and less than 1.");
        }
        if (batchSize % microBatch != 0) {
            throw new IllegalArgumentException("Micro-batches of " + microBatch + " found, expected a divisor of the"
                    + " batch size, " + batchSize + ".");
        }
    }

    /** With AdamW. */
    public TrainingSettings(
            int epochs,
            int batchSize,
            int maxBatches,
            double learningRate,
            double weightDecay,
            long seed,
            int microBatch,
            LearningRateDecay decay,
            OnFailure onFailure) {
        this(
                epochs,
                batchSize,
                maxBatches,
                learningRate,
                weightDecay,
                seed,
                microBatch,
                decay,
                onFailure,
                Optimiser.ADAMW,
                MOMENTUM);
    }

    /** Whole batches at once, AdamW, a constant learning rate; a failure ends the training. */
    public TrainingSettings(
            int epochs, int batchSize, int maxBatches, double learningRate, double weightDecay, long seed) {
        this(
                epochs,
                batchSize,
                maxBatches,
                learningRate,
                weightDecay,
                seed,
                batchSize,
                LearningRateDecay.CONSTANT,
                OnFailure.STOP);
    }

    /** With batches computed in pieces. */
    public TrainingSettings withMicroBatch(int size) {
        return new TrainingSettings(
                epochs,
                batchSize,
                maxBatches,
                learningRate,
                weightDecay,
                seed,
                size,
                decay,
                onFailure,
                optimiser,
                momentum);
    }

    /** With batches that are as large as the pieces were. */
    TrainingSettings ofOnePiece() {
        return new TrainingSettings(
                epochs,
                microBatch,
                maxBatches,
                learningRate,
                weightDecay,
                seed,
                microBatch,
                decay,
                onFailure,
                optimiser,
                momentum);
    }

    /** With another decay of the learning rate. */
    public TrainingSettings withDecay(LearningRateDecay other) {
        return new TrainingSettings(
                epochs,
                batchSize,
                maxBatches,
                learningRate,
                weightDecay,
                seed,
                microBatch,
                other,
                onFailure,
                optimiser,
                momentum);
    }

    /** With another way to deal with failures. */
    public TrainingSettings withOnFailure(OnFailure other) {
        return new TrainingSettings(
                epochs,
                batchSize,
                maxBatches,
                learningRate,
                weightDecay,
                seed,
                microBatch,
                decay,
                other,
                optimiser,
                momentum);
    }

    /**
     * With another optimiser.
     *
     * @param otherMomentum of gradient descent; others do not use it
     */
    public TrainingSettings withOptimiser(Optimiser other, double otherMomentum) {
        return new TrainingSettings(
                epochs,
                batchSize,
                maxBatches,
                learningRate,
                weightDecay,
                seed,
                microBatch,
                decay,
                onFailure,
                other,
                otherMomentum);
    }

    /**
     * The batches of an epoch.
     *
     * @throws IllegalArgumentException if there are too few examples for one
     */
    public int batches(int examples) {
        int batches = Math.min(maxBatches, examples / batchSize);
        if (batches == 0) {
            throw new IllegalArgumentException(
                    examples + " examples found, expected at least one batch of " + batchSize + ".");
        }
        return batches;
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("The number of " + what + " is " + value + ", expected 1 or more.");
        }
    }
}
