package io.seminode.models.train;

/**
 * How to train. Immutable; every {@code with} method gives a changed copy.
 *
 * @param epochs passes over the training part
 * @param batches how examples are put together
 * @param optimisation how gradients change weights
 * @param onFailure what to do about a batch that fails
 * @param seed of initial weights, of the order of examples and of noise
 */
public record TrainingSettings(int epochs, Batches batches, Optimisation optimisation, OnFailure onFailure, long seed) {

    /**
     * How examples are put together.
     *
     * @param size examples in a batch; the last, smaller batch of an epoch is dropped
     * @param microBatch examples that are computed at once, a divisor of the size: gradients are averaged over the pieces of
     *     a batch, which need less memory
     * @param most the most batches of an epoch that are used, for shortened schedules; {@link #ALL} for whole ones
     */
    public record Batches(int size, int microBatch, int most) {
        /** No limit on the batches of an epoch. */
        public static final int ALL = Integer.MAX_VALUE;

        /** Rejects what cannot be. */
        public Batches {
            requirePositive("examples of a batch", size);
            requirePositive("batches of an epoch", most);
            requirePositive("examples of a micro-batch", microBatch);
            if (size % microBatch != 0) {
                throw new IllegalArgumentException("Micro-batches of " + microBatch
                        + " found, expected a divisor of the" + " batch size, " + size + ".");
            }
        }

        /** Whole batches. */
        public Batches(int size) {
            this(size, size, ALL);
        }

        /**
         * The batches of an epoch.
         *
         * @throws IllegalArgumentException if there are too few examples for one
         */
        public int in(int examples) {
            int batches = Math.min(most, examples / size);
            if (batches == 0) {
                throw new IllegalArgumentException(
                        examples + " examples found, expected at least one batch of " + size + ".");
            }
            return batches;
        }
    }

    /**
     * How gradients change weights.
     *
     * @param optimiser the rule
     * @param momentum of gradient descent; other optimisers have their own
     * @param learningRate of the optimiser
     * @param decay how the learning rate falls
     * @param weightDecay part of a weight, times the learning rate, that a step takes off
     */
    public record Optimisation(
            Optimiser optimiser, double momentum, double learningRate, LearningRateDecay decay, double weightDecay) {
        /** Rejects what cannot be. */
        public Optimisation {
            if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
                throw new IllegalArgumentException(
                        "Learning rate " + learningRate + " found, expected a positive number.");
            }
            if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
                throw new IllegalArgumentException("Weight decay " + weightDecay + " found, expected 0 or more.");
            }
            if (!(momentum >= 0 && momentum < 1)) {
                throw new IllegalArgumentException(
                        "Momentum " + momentum + " found, expected 0 or more and less than 1.");
            }
        }
    }

    private static final TrainingSettings DEFAULT = new TrainingSettings(
            100,
            new Batches(32),
            new Optimisation(Optimiser.ADAMW, 0.9, 0.01, LearningRateDecay.CONSTANT, 0.01),
            OnFailure.STOP,
            0);

    /** Rejects settings that cannot be right. */
    public TrainingSettings {
        requirePositive("epochs", epochs);
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("The number of " + what + " is " + value + ", expected 1 or more.");
        }
    }

    /**
     * 100 epochs of batches of 32, whole and all, by AdamW with a constant learning rate of 0.01 and a weight decay of 0.01;
     * a failure ends the training; seed 0.
     */
    public static TrainingSettings create() {
        return DEFAULT;
    }

    /** With another number of epochs. */
    public TrainingSettings withEpochs(int number) {
        return new TrainingSettings(number, batches, optimisation, onFailure, seed);
    }

    /** With other batches. */
    public TrainingSettings withBatches(Batches other) {
        return new TrainingSettings(epochs, other, optimisation, onFailure, seed);
    }

    /** With whole batches of another size. */
    public TrainingSettings withBatchSize(int size) {
        return withBatches(new Batches(size, size, batches.most));
    }

    /** With batches computed in pieces. */
    public TrainingSettings withMicroBatch(int size) {
        return withBatches(new Batches(batches.size, size, batches.most));
    }

    /** With at most so many batches of an epoch. */
    public TrainingSettings withMaxBatches(int most) {
        return withBatches(new Batches(batches.size, batches.microBatch, most));
    }

    /** With gradients that change weights in another way. */
    public TrainingSettings withOptimisation(Optimisation other) {
        return new TrainingSettings(epochs, batches, other, onFailure, seed);
    }

    /**
     * With another optimiser.
     *
     * @param momentum of gradient descent; others do not use it
     */
    public TrainingSettings withOptimiser(Optimiser other, double momentum) {
        return withOptimisation(new Optimisation(
                other, momentum, optimisation.learningRate, optimisation.decay, optimisation.weightDecay));
    }

    /** With another learning rate, and another weight decay. */
    public TrainingSettings withLearningRate(double rate, double weightDecay) {
        return withOptimisation(
                new Optimisation(optimisation.optimiser, optimisation.momentum, rate, optimisation.decay, weightDecay));
    }

    /** With another decay of the learning rate. */
    public TrainingSettings withDecay(LearningRateDecay other) {
        return withOptimisation(new Optimisation(
                optimisation.optimiser,
                optimisation.momentum,
                optimisation.learningRate,
                other,
                optimisation.weightDecay));
    }

    /** With another way to deal with failures. */
    public TrainingSettings withOnFailure(OnFailure other) {
        return new TrainingSettings(epochs, batches, optimisation, other, seed);
    }

    /** With another seed. */
    public TrainingSettings withSeed(long other) {
        return new TrainingSettings(epochs, batches, optimisation, onFailure, other);
    }
}
