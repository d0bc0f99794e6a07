package io.seminode.models.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import io.seminode.models.flow.Divergence;
import io.seminode.models.flow.FlowField.TimeInput;
import io.seminode.models.flow.FlowModel;
import io.seminode.models.flow.FlowSettings;
import io.seminode.models.nn.Activation;
import java.util.Arrays;
import java.util.Collections;
import org.tribuo.Dataset;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.anomaly.Event;

/**
 * Trains continuous normalising flows as anomaly detectors: a flow learns the density of expected events, and an event whose
 * density is lower than nearly all of theirs is taken for anomalous. Every {@code with} method gives a changed copy.
 *
 * <p>All events of the training are EXPECTED ones. The score of a prediction is the logarithm of the density less a
 * threshold, so that anomalous events have a negative one. The threshold is a quantile of the density of expected events:
 * of those that {@link TrainingOptions#withEarlyStopping held out}, else of those of the training, which is a little too strict
 * where a flow has learnt its examples by heart. Features are standardised inside.
 *
 * <p>The network: see {@link FlowModel}.
 */
public final class FlowTrainer extends NeuralTrainer<Event> {
    @Config(description = "Width of the hidden layers of the vector field.")
    private int width = 32;

    @Config(description = "Hidden layers of the vector field.")
    private int layers = 2;

    @Config(description = "How time enters the layers: CONCAT or CONCAT_SQUASH.")
    private TimeInput timeInput = TimeInput.CONCAT_SQUASH;

    // A text: OLCUT cannot read back constants that have a body.
    @Config(description = "What is between the layers: tanh or softplus.")
    private String activation = Activation.TANH.id();

    @Config(
            description =
                    "How the divergence is found in training: EXACT, or GAUSSIAN or RADEMACHER, which estimate it and"
                            + " cost less from some dozens of features on. Predictions have the exact one.")
    private Divergence divergence = Divergence.EXACT;

    @Config(description = "Weight of the kinetic energy in the loss, which makes the flow easy to solve; 0 for none.")
    private double kineticEnergy = 0;

    @Config(description = "Weight of the Jacobian's norm in the loss; 0 for none.")
    private double jacobianNorm = 0;

    @Config(description = "Share of the expected events that is taken for anomalous: the threshold is this quantile.")
    private double quantile = 0.01;

    /** 2 layers 32 wide, exact divergence, a threshold that takes 1 % of the expected events for anomalous. */
    public FlowTrainer() {}

    private FlowTrainer with(SolverOptions solver, TrainingOptions training, long seed) {
        FlowTrainer copy = new FlowTrainer();
        copy.set(solver, training, seed);
        copy.width = width;
        copy.layers = layers;
        copy.timeInput = timeInput;
        copy.activation = activation;
        copy.divergence = divergence;
        copy.kineticEnergy = kineticEnergy;
        copy.jacobianNorm = jacobianNorm;
        copy.quantile = quantile;
        return copy;
    }

    /** With another solver. */
    public FlowTrainer withSolver(SolverOptions other) {
        return with(other, training(), seed());
    }

    /** With another course of training. */
    public FlowTrainer withTraining(TrainingOptions other) {
        return with(solver(), other, seed());
    }

    /** With another seed. */
    public FlowTrainer withSeed(long other) {
        return with(solver(), training(), other);
    }

    /**
     * With another network.
     *
     * @param layerWidth of the hidden layers of the vector field
     * @param layerCount hidden layers of the vector field
     * @throws PropertyException if that cannot be
     */
    public FlowTrainer withNetwork(int layerWidth, int layerCount) {
        FlowTrainer copy = with(solver(), training(), seed());
        copy.width = layerWidth;
        copy.layers = layerCount;
        copy.postConfig();
        return copy;
    }

    /**
     * With another kind of layers.
     *
     * @param time how it enters them
     * @param between what is between them
     */
    public FlowTrainer withLayers(TimeInput time, Activation between) {
        FlowTrainer copy = with(solver(), training(), seed());
        copy.timeInput = time;
        copy.activation = between.id();
        return copy;
    }

    /** With a divergence that is found otherwise in training. */
    public FlowTrainer withDivergence(Divergence other) {
        FlowTrainer copy = with(solver(), training(), seed());
        copy.divergence = other;
        return copy;
    }

    /**
     * With regularisers in the loss.
     *
     * @param ofKineticEnergy its weight, 0 for none
     * @param ofJacobianNorm its weight, 0 for none
     * @throws PropertyException if a weight is negative
     */
    public FlowTrainer withRegularisers(double ofKineticEnergy, double ofJacobianNorm) {
        FlowTrainer copy = with(solver(), training(), seed());
        copy.kineticEnergy = ofKineticEnergy;
        copy.jacobianNorm = ofJacobianNorm;
        copy.postConfig();
        return copy;
    }

    /**
     * With another threshold.
     *
     * @param share of the expected events that is taken for anomalous
     * @throws PropertyException if it is not between 0 and 1
     */
    public FlowTrainer withQuantile(double share) {
        FlowTrainer copy = with(solver(), training(), seed());
        copy.quantile = share;
        copy.postConfig();
        return copy;
    }

    /**
     * Checks what a configuration said.
     *
     * @throws PropertyException if a number cannot be
     */
    @Override
    public void postConfig() {
        if (width < 1 || layers < 1) {
            throw new PropertyException("", layers + " layers " + width + " wide found, expected positive numbers.");
        }
        if (!(quantile >= 0 && quantile < 1)) {
            throw new PropertyException("", "quantile", quantile + " found, expected 0 or more and less than 1.");
        }
        try {
            FlowModel.of(settings(1));
        } catch (IllegalArgumentException e) {
            throw new PropertyException(e, "", String.valueOf(e.getMessage()));
        }
    }

    private Activation between() {
        return Arrays.stream(Activation.values())
                .filter(known -> known.id().equals(activation))
                .findFirst()
                .orElseThrow(() -> new PropertyException(
                        "", "activation", "\"" + activation + "\" found, expected tanh or softplus."));
    }

    private FlowSettings.Points settings(int features) {
        return new FlowSettings.Points(
                features,
                Collections.nCopies(layers, width),
                timeInput,
                between(),
                divergence,
                kineticEnergy,
                jacobianNorm,
                1);
    }

    @Override
    Task<Event> task(Dataset<Event> examples, ImmutableFeatureMap features, ImmutableOutputInfo<Event> outputs) {
        DenseFeatures dense = DenseFeatures.of(features, examples);
        return new Task<>(FlowModel.of(settings(features.size())), dense, new EventCodec(0, 0));
    }

    /** Sets the threshold. */
    @Override
    Content<Event> finished(Content<Event> content, EncodedExamples measured) {
        return content.withOutputs(EventCodec.calibrated(content, measured, quantile));
    }
}
