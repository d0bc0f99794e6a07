package io.seminode.models.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenancable;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import io.seminode.models.train.LearningRateDecay;
import io.seminode.models.train.OnFailure;
import io.seminode.models.train.Optimiser;
import io.seminode.models.train.TrainingSettings;
import io.seminode.models.train.TrainingSettings.Batches;
import io.seminode.models.train.TrainingSettings.Optimisation;
import io.seminode.solver.tensor.Device;
import java.util.function.Consumer;

/** How a trainer learns. Every {@code with} method gives a changed copy. */
public final class TrainingOptions implements Configurable, Provenancable<ConfiguredObjectProvenance> {
    /** How functions are executed. */
    public enum EngineSetting {
        /** The faster one, timed; the native one where training is short. */
        AUTO,
        /** By TensorFlow's own executor. */
        NATIVE,
        /** As one XLA program. */
        XLA
    }

    @Config(description = "Passes over the training part.")
    private int epochs = 100;

    @Config(
            description =
                    "Examples in a batch, all of them if there are fewer; a smaller last batch of an epoch is dropped.")
    private int batchSize = 32;

    @Config(
            description =
                    "Examples of a batch that are computed at once, a divisor of the batch size: less memory, the same"
                            + " gradients. 0 for all.")
    private int microBatch = 0;

    @Config(description = "How gradients change weights: ADAMW, ADAM or SGD.")
    private Optimiser optimiser = Optimiser.ADAMW;

    @Config(description = "Momentum of SGD; the other optimisers have their own.")
    private double momentum = 0.9;

    @Config(description = "Learning rate of the optimiser.")
    private double learningRate = 0.01;

    @Config(
            description =
                    "Part of a weight, times the learning rate, that a step takes off; with ADAM and SGD as part of the gradient.")
    private double weightDecay = 0.01;

    @Config(description = "How the learning rate falls.")
    private LearningRateDecay decay = LearningRateDecay.CONSTANT;

    @Config(description = "What is done about a batch that fails: STOP, SKIP or HALVE_LR.")
    private OnFailure onFailure = OnFailure.STOP;

    @Config(description = "Part of the examples that is held out and measured after each epoch, 0 for none.")
    private double heldOut = 0;

    @Config(
            description =
                    "Epochs without a better loss of the held-out part after which training ends; the weights of the best"
                            + " epoch are kept. 0 for no early end.")
    private int patience = 0;

    @Config(description = "AUTO, NATIVE or XLA.")
    private EngineSetting engine = EngineSetting.AUTO;

    @Config(description = "CPU or GPU.")
    private Device device = Device.CPU;

    @Config(
            description =
                    "Examples that a trained model solves together. One is exact: more are faster, but then a prediction"
                            + " depends, within the tolerance, on the others.")
    private int predictionBatch = 1;

    @Config(description = "Epochs between messages to the log that tell how training goes; 0 for none.")
    private int loggingInterval = 10;

    /** 100 epochs of batches of 32, learning rate 0.01, nothing held out. */
    public TrainingOptions() {}

    private TrainingOptions with(Consumer<TrainingOptions> change) {
        TrainingOptions copy = Configured.copy(this, new TrainingOptions());
        change.accept(copy);
        copy.postConfig();
        return copy;
    }

    /** With another number of epochs. */
    public TrainingOptions withEpochs(int number) {
        return with(copy -> copy.epochs = number);
    }

    /** With another batch size. */
    public TrainingOptions withBatchSize(int size) {
        return with(copy -> copy.batchSize = size);
    }

    /** With batches that are computed in pieces of this size, a divisor of the batch size; 0 for whole ones. */
    public TrainingOptions withMicroBatch(int size) {
        return with(copy -> copy.microBatch = size);
    }

    /**
     * With another optimiser.
     *
     * @param otherMomentum of SGD, the others do not use it
     */
    public TrainingOptions withOptimiser(Optimiser other, double otherMomentum) {
        return with(copy -> {
            copy.optimiser = other;
            copy.momentum = otherMomentum;
        });
    }

    /** With another step size, and another weight decay. */
    public TrainingOptions withLearningRate(double rate, double decayOfWeights) {
        return with(copy -> {
            copy.learningRate = rate;
            copy.weightDecay = decayOfWeights;
        });
    }

    /** With another decay of the learning rate. */
    public TrainingOptions withDecay(LearningRateDecay other) {
        return with(copy -> copy.decay = other);
    }

    /** With another way to deal with batches that fail. */
    public TrainingOptions withOnFailure(OnFailure other) {
        return with(copy -> copy.onFailure = other);
    }

    /**
     * With an early end.
     *
     * @param part of the examples that is held out
     * @param epochsWithoutGain after which training ends
     */
    public TrainingOptions withEarlyStopping(double part, int epochsWithoutGain) {
        return with(copy -> {
            copy.heldOut = part;
            copy.patience = epochsWithoutGain;
        });
    }

    /** With another engine and device. */
    public TrainingOptions withExecution(EngineSetting otherEngine, Device otherDevice) {
        return with(copy -> {
            copy.engine = otherEngine;
            copy.device = otherDevice;
        });
    }

    /** With another number of examples that are solved together in predictions. */
    public TrainingOptions withPredictionBatch(int size) {
        return with(copy -> copy.predictionBatch = size);
    }

    /** With messages to the log every so many epochs, 0 for none. */
    public TrainingOptions withLoggingInterval(int epochsBetween) {
        return with(copy -> copy.loggingInterval = epochsBetween);
    }

    /**
     * Checks what a configuration said.
     *
     * @throws PropertyException if a number cannot be
     */
    @Override
    public void postConfig() {
        try {
            if (microBatch < 0) {
                throw new IllegalArgumentException("Micro-batches of " + microBatch + " found, expected 0 or more.");
            }
            settings(batchSize, 0);
        } catch (IllegalArgumentException e) {
            throw new PropertyException(e, "", String.valueOf(e.getMessage()));
        }
        if (!(heldOut >= 0 && heldOut < 1)) {
            throw new PropertyException("", "heldOut", heldOut + " found, expected 0 or more and less than 1.");
        }
        if (patience < 0 || (patience > 0 && heldOut == 0)) {
            throw new PropertyException(
                    "",
                    "patience",
                    patience + " epochs found with a part of " + heldOut
                            + " held out, expected 0, or a positive number and a part to measure.");
        }
        if (predictionBatch < 1) {
            throw new PropertyException("", "predictionBatch", predictionBatch + " found, expected 1 or more.");
        }
        if (loggingInterval < 0) {
            throw new PropertyException("", "loggingInterval", loggingInterval + " found, expected 0 or more.");
        }
    }

    /** For the training loop, with no batch larger than the examples there are. */
    TrainingSettings settings(int examples, long seed) {
        int batch = Math.min(batchSize, Math.max(1, examples));
        int piece = microBatch == 0 ? batch : Math.min(microBatch, batch);
        int wholePieces = batch < batchSize ? batch - batch % piece : batch;
        return TrainingSettings.create()
                .withEpochs(epochs)
                .withBatches(new Batches(wholePieces, piece, Batches.ALL))
                .withOptimisation(new Optimisation(optimiser, momentum, learningRate, decay, weightDecay))
                .withOnFailure(onFailure)
                .withSeed(seed);
    }

    int epochs() {
        return epochs;
    }

    int loggingInterval() {
        return loggingInterval;
    }

    double heldOut() {
        return heldOut;
    }

    int patience() {
        return patience;
    }

    EngineSetting engine() {
        return engine;
    }

    Device device() {
        return device;
    }

    int predictionBatch() {
        return predictionBatch;
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "TrainingOptions");
    }
}
