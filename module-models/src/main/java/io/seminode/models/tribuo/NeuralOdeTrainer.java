package io.seminode.models.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import io.seminode.models.nn.Head;
import io.seminode.models.ode.NeuralOde;
import org.tribuo.Dataset;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Output;

/**
 * Trains augmented neural ODEs on vectors of features: {@code Label} gives classes with probabilities, {@code Regressor} any
 * number of values. Features, and values to be found, are standardised inside. Every {@code with} method gives a changed copy.
 *
 * <p>The network: see {@link NeuralOde}.
 *
 * @param <T> {@code org.tribuo.classification.Label} or {@code org.tribuo.regression.Regressor}
 */
public final class NeuralOdeTrainer<T extends Output<T>> extends NeuralTrainer<T> {
    @Config(description = "Channels of the state that the features are mapped to.")
    private int hidden = 8;

    @Config(description = "Further channels of the state, which begin at 0.")
    private int augmented = 2;

    @Config(description = "Width of the hidden layers of the vector field.")
    private int width = 32;

    @Config(description = "Hidden layers of the vector field.")
    private int layers = 2;

    /** 8 hidden and 2 augmented channels, 2 layers 32 wide. */
    public NeuralOdeTrainer() {}

    private NeuralOdeTrainer<T> with(SolverOptions solver, TrainingOptions training, long seed) {
        NeuralOdeTrainer<T> copy = new NeuralOdeTrainer<>();
        copy.set(solver, training, seed);
        copy.hidden = hidden;
        copy.augmented = augmented;
        copy.width = width;
        copy.layers = layers;
        return copy;
    }

    /** With another solver. */
    public NeuralOdeTrainer<T> withSolver(SolverOptions other) {
        return with(other, training(), seed());
    }

    /** With another course of training. */
    public NeuralOdeTrainer<T> withTraining(TrainingOptions other) {
        return with(solver(), other, seed());
    }

    /** With another seed. */
    public NeuralOdeTrainer<T> withSeed(long other) {
        return with(solver(), training(), other);
    }

    /**
     * With another network.
     *
     * @param hiddenChannels of the state that the features are mapped to
     * @param augmentedChannels of the state that begin at 0
     * @param layerWidth of the hidden layers of the vector field
     * @param layerCount hidden layers of the vector field
     * @throws PropertyException if that cannot be
     */
    public NeuralOdeTrainer<T> withNetwork(int hiddenChannels, int augmentedChannels, int layerWidth, int layerCount) {
        NeuralOdeTrainer<T> copy = with(solver(), training(), seed());
        copy.hidden = hiddenChannels;
        copy.augmented = augmentedChannels;
        copy.width = layerWidth;
        copy.layers = layerCount;
        copy.postConfig();
        return copy;
    }

    /**
     * Checks what a configuration said.
     *
     * @throws PropertyException if a size cannot be
     */
    @Override
    public void postConfig() {
        try {
            settings(1, 1, Head.VALUES);
        } catch (IllegalArgumentException e) {
            throw new PropertyException(e, "", String.valueOf(e.getMessage()));
        }
    }

    private NeuralOde.Settings settings(int features, int outputs, Head head) {
        return new NeuralOde.Settings(features, hidden, augmented, width, layers, head, outputs);
    }

    @Override
    Task<T> task(Dataset<T> examples, ImmutableFeatureMap features, ImmutableOutputInfo<T> outputs) {
        DenseFeatures dense = DenseFeatures.of(features, examples);
        HeadCodec<T> codec = HeadCodec.of(outputs).measured(examples);
        NeuralOde model = new NeuralOde(settings(features.size(), codec.outputs(), codec.head()));
        return new Task<>(model, dense, codec);
    }
}
