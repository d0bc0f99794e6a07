package io.seminode.cli.experiment;

import io.seminode.cli.experiment.ImageOptions.ImageSet;
import io.seminode.data.DataParts;
import io.seminode.data.image.ImageShape;
import io.seminode.data.image.Images;
import io.seminode.models.TrainableModel;
import io.seminode.models.file.DataSettings;
import io.seminode.models.ode.ImageOdeClassifier;
import io.seminode.models.ode.ImageOdeSettings;
import io.seminode.models.train.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tribuo.DataSource;
import org.tribuo.classification.Label;
import picocli.CommandLine.Option;

/**
 * The classes of images, told apart by a neural ODE with augmented channels.
 *
 * <p>Source: {@code cifar10.py} and {@code models/ode.py} in the history of the seminorm paper's repository FasterNeuralDiffEq.
 */
public final class ImageOdeExperiment implements Experiment {
    private static final String PAPER = "paper";
    private static final double TOLERANCE = 1e-3;

    private static final List<Preset> PRESETS = List.of(
            new Preset(
                    "quick",
                    "a state of 8 channels; use --limit",
                    TrainingSettings.create().withEpochs(3).withBatchSize(64).withLearningRate(5e-3, 0.01),
                    TOLERANCE,
                    TOLERANCE),
            new Preset(
                    PAPER,
                    "the sizes and schedule of the paper's code, 100 epochs",
                    TrainingSettings.create().withEpochs(100).withBatchSize(128).withLearningRate(1e-3, 0.01),
                    TOLERANCE,
                    TOLERANCE));

    private final ImageSet set;
    private final ImageOptions images = new ImageOptions();

    @Option(
            names = "--pieces",
            paramLabel = "N",
            defaultValue = "1",
            description = "Fields that follow each other, a unit of time each. Default: ${DEFAULT-VALUE}.")
    private int pieces;

    @Option(names = "--tanh", description = "The field ends in a hyperbolic tangent.")
    private boolean tanh;

    /** For the registry. */
    ImageOdeExperiment(ImageSet set) {
        this.set = set;
    }

    @Override
    public String name() {
        return set.shortName() + "-ode";
    }

    @Override
    public String description() {
        return "a neural ODE tells the classes of " + set.id() + " apart";
    }

    @Override
    public String timeUnit() {
        return "1";
    }

    @Override
    public String lossName() {
        return "Cross entropy";
    }

    @Override
    public List<Preset> presets() {
        return PRESETS;
    }

    @Override
    public List<String> norms() {
        return List.of("default", "seminorm");
    }

    @Override
    public List<Object> options() {
        return List.of(this, images);
    }

    @Override
    public Map<String, String> settings(Preset preset) {
        Map<String, String> settings = new LinkedHashMap<>();
        images.describe(settings);
        settings.put("pieces", Integer.toString(pieces));
        settings.put("tanh", Boolean.toString(tanh));
        return settings;
    }

    @Override
    public DataSource<Label> source(Preset preset, long seed) {
        return images.source(set, seed);
    }

    @Override
    public void requireData() {
        images.load(set, 0);
    }

    @Override
    public TrainableModel model(Preset preset) {
        images.requireSome();
        ImageShape shape = set.shape();
        boolean paper = preset.name().equals(PAPER);
        return new ImageOdeClassifier(new ImageOdeSettings(
                shape.height(),
                shape.width(),
                shape.channels(),
                set.classes().size(),
                paper ? 32 : 8,
                paper ? 128 : 16,
                pieces,
                tanh));
    }

    @Override
    public Workload prepare(Preset preset, long seed) {
        DataParts<Images> parts = images.load(set, seed);
        DoubleStream times = IntStream.rangeClosed(0, pieces).asDoubleStream();
        return new Workload(
                () -> model(preset),
                times.boxed().toList(),
                parts.train(),
                parts.validation(),
                parts.test(),
                new DataSettings(set.id(), set.classes(), null, Map.of()));
    }
}
