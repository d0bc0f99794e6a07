package io.seminode.models.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import io.seminode.models.cde.Interpolation;
import io.seminode.models.cde.NeuralCde;
import io.seminode.models.nn.Head;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Output;

/**
 * Trains neural controlled differential equations on time series: {@code Label} gives classes with probabilities, {@code
 * Regressor} any number of values. Every {@code with} method gives a changed copy.
 *
 * <p>A feature is what a channel had at a time, {@code pressure@3.5}; one without a time does not change. Each example has its
 * own times, as many or few as there are, and any value may be missing; a {@link SeriesConverter} says which feature belongs
 * where. Times, channels, constants and values to be found are standardised inside.
 *
 * <p>The network: see {@link NeuralCde}.
 *
 * @param <T> {@code org.tribuo.classification.Label} or {@code org.tribuo.regression.Regressor}
 */
public final class NeuralCdeTrainer<T extends Output<T>> extends NeuralTrainer<T> {
    @Config(description = "Channels of the state.")
    private int hidden = 16;

    @Config(description = "Width of the hidden layers of the vector field.")
    private int width = 32;

    @Config(description = "Hidden layers of the vector field.")
    private int layers = 2;

    @Config(description = "How observations become a path: LINEAR, RECTILINEAR, NATURAL_CUBIC or HERMITE_CUBIC.")
    private Interpolation interpolation = Interpolation.LINEAR;

    @Config(description = "Which feature is what channel at what time.")
    private SeriesConverter converter = new NamedTimeConverter();

    /** 16 channels, 2 layers 32 wide, linear paths, features named as {@code pressure@3.5}. */
    public NeuralCdeTrainer() {}

    private NeuralCdeTrainer<T> with(SolverOptions solver, TrainingOptions training, long seed) {
        NeuralCdeTrainer<T> copy = new NeuralCdeTrainer<>();
        copy.set(solver, training, seed);
        copy.hidden = hidden;
        copy.width = width;
        copy.layers = layers;
        copy.interpolation = interpolation;
        copy.converter = converter;
        return copy;
    }

    /** With another solver. */
    public NeuralCdeTrainer<T> withSolver(SolverOptions other) {
        return with(other, training(), seed());
    }

    /** With another course of training. */
    public NeuralCdeTrainer<T> withTraining(TrainingOptions other) {
        return with(solver(), other, seed());
    }

    /** With another seed. */
    public NeuralCdeTrainer<T> withSeed(long other) {
        return with(solver(), training(), other);
    }

    /** With another path through the observations. */
    public NeuralCdeTrainer<T> withInterpolation(Interpolation other) {
        NeuralCdeTrainer<T> copy = with(solver(), training(), seed());
        copy.interpolation = other;
        return copy;
    }

    /**
     * With features that are named otherwise.
     *
     * @throws PropertyException if a model cannot be stored with it
     */
    public NeuralCdeTrainer<T> withConverter(SeriesConverter other) {
        NeuralCdeTrainer<T> copy = with(solver(), training(), seed());
        copy.converter = other;
        copy.postConfig();
        return copy;
    }

    /**
     * With another network.
     *
     * @param hiddenChannels of the state
     * @param layerWidth of the hidden layers of the vector field
     * @param layerCount hidden layers of the vector field
     * @throws PropertyException if that cannot be
     */
    public NeuralCdeTrainer<T> withNetwork(int hiddenChannels, int layerWidth, int layerCount) {
        NeuralCdeTrainer<T> copy = with(solver(), training(), seed());
        copy.hidden = hiddenChannels;
        copy.width = layerWidth;
        copy.layers = layerCount;
        copy.postConfig();
        return copy;
    }

    /**
     * Checks what a configuration said.
     *
     * @throws PropertyException if a size cannot be, or a model could not be stored with the converter
     */
    @Override
    public void postConfig() {
        try {
            settings(1, Head.VALUES, 1, 0, SeriesLayout.FEWEST_STEPS);
            StoredConverter.of(converter);
        } catch (IllegalArgumentException e) {
            throw new PropertyException(e, "", String.valueOf(e.getMessage()));
        }
    }

    private NeuralCde.Settings settings(int channels, Head head, int outputs, int constants, int steps) {
        return new NeuralCde.Settings(
                channels, hidden, width, layers, head, outputs, constants, interpolation, SeriesFeatures.places(steps));
    }

    @Override
    Task<T> task(Dataset<T> examples, ImmutableFeatureMap features, ImmutableOutputInfo<T> outputs) {
        HeadCodec<T> codec = HeadCodec.of(outputs).measured(examples);
        List<TimeSeries> series = new ArrayList<>();
        for (Example<T> example : examples) {
            series.add(converter.convert(example));
        }
        SeriesLayout.Measured measured = SeriesLayout.of(series);
        SeriesLayout layout = measured.layout();
        SeriesFeatures paths = new SeriesFeatures(
                converter, layout, measured.standardisation(), interpolation, SeriesFeatures.places(layout.steps()));
        NeuralCde model = new NeuralCde(settings(
                paths.channels(),
                codec.head(),
                codec.outputs(),
                layout.constants().size(),
                layout.steps()));
        return new Task<>(model, paths, codec);
    }
}
