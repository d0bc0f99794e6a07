package io.seminode.cli.experiment;

import io.seminode.cli.experiment.ImageOptions.ImageSet;
import io.seminode.data.DataParts;
import io.seminode.data.image.ImageShape;
import io.seminode.data.image.Images;
import io.seminode.data.image.LogitTransform;
import io.seminode.models.TrainableModel;
import io.seminode.models.file.DataSettings;
import io.seminode.models.flow.Divergence;
import io.seminode.models.flow.FlowModel;
import io.seminode.models.flow.FlowSettings;
import io.seminode.models.train.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The density of images, learnt by a multi-scale continuous normalising flow.
 *
 * <p>Source: Kidger, Chen and Lyons (arXiv:2009.09457), section 3.2; Grathwohl et al., "FFJORD" (arXiv:1810.01367).
 */
public final class ImageFlowExperiment implements Experiment {
    /** The option of a model's file: alpha of the logit transform. */
    public static final String ALPHA = "alpha";

    private static final String PAPER = "paper";
    private static final double TOLERANCE = 1e-5;
    private static final int PIECE = 32;

    private static final List<Preset> PRESETS = List.of(
            new Preset(
                    "quick",
                    "a flow of 16 channels at each of 3 scales; use --limit",
                    TrainingSettings.create().withEpochs(2).withBatchSize(64).withLearningRate(5e-3, 0),
                    TOLERANCE,
                    TOLERANCE),
            new Preset(
                    PAPER,
                    "the paper's network and schedule, 100 epochs; weeks on two cores",
                    TrainingSettings.create()
                            .withEpochs(100)
                            .withBatchSize(256)
                            .withMicroBatch(PIECE)
                            .withLearningRate(1e-3, 0),
                    TOLERANCE,
                    TOLERANCE));

    private final ImageSet set;
    private final int papersWidth;
    private final ImageOptions images = new ImageOptions();
    private final FlowOptions flow = new FlowOptions();

    @Option(
            names = "--width",
            paramLabel = "N",
            description = "Channels of the hidden layers: 32, 64 or 128 in the paper for MNIST, 64 for CIFAR-10."
                    + " Default: 16 in the quick preset, else 32 or 64.")
    private @Nullable Integer width;

    @Option(
            names = "--flows",
            paramLabel = "N",
            description = "Flows at each scale. Default: 1 in the quick preset, else 4.")
    private @Nullable Integer flows;

    @Option(
            names = "--alpha",
            paramLabel = "X",
            defaultValue = "0.05",
            description = "Of the logit transform. Default: ${DEFAULT-VALUE}.")
    private double alpha;

    /** For the registry. */
    ImageFlowExperiment(ImageSet set, int papersWidth) {
        this.set = set;
        this.papersWidth = papersWidth;
    }

    @Override
    public String name() {
        return set.shortName() + "-cnf";
    }

    @Override
    public String description() {
        return "a continuous normalising flow learns the density of the images of " + set.id();
    }

    @Override
    public String timeUnit() {
        return "1";
    }

    @Override
    public String lossName() {
        return "Bits per dimension";
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
        return List.of(this, images, flow);
    }

    @Override
    public Map<String, String> settings(Preset preset) {
        Map<String, String> settings = new LinkedHashMap<>();
        images.describe(settings);
        settings.put("width", Integer.toString(width(preset)));
        settings.put("flows", Integer.toString(flows(preset)));
        flow.describe(settings, Divergence.GAUSSIAN);
        settings.put(ALPHA, Double.toString(alpha));
        return settings;
    }

    private int width(Preset preset) {
        return width != null ? width : preset.name().equals(PAPER) ? papersWidth : 16;
    }

    private int flows(Preset preset) {
        return flows != null ? flows : preset.name().equals(PAPER) ? 4 : 1;
    }

    @Override
    public void requireData() {
        images.load(set, 0);
    }

    @Override
    public TrainableModel model(Preset preset) {
        images.requireSome();
        var unused = new LogitTransform(alpha); // of the data; this checks it
        if (flow.divergence(Divergence.GAUSSIAN) == Divergence.EXACT) {
            throw new IllegalArgumentException("Found --divergence exact, which takes a gradient for each number of a"
                    + " state and is for points only; expected gaussian or rademacher.");
        }
        ImageShape shape = set.shape();
        int channels = width(preset);
        return FlowModel.of(new FlowSettings.Images(
                shape.height(),
                shape.width(),
                shape.channels(),
                3,
                flows(preset),
                List.of(channels, channels, channels),
                flow.divergence(Divergence.GAUSSIAN),
                flow.kineticEnergy(),
                flow.jacobianNorm(),
                1));
    }

    @Override
    public Workload prepare(Preset preset, long seed) {
        LogitTransform transform = new LogitTransform(alpha);
        DataParts<Images> parts = images.load(set, seed);
        return new Workload(
                () -> model(preset),
                List.of(0.0, 1.0),
                parts.train().dequantised(transform, seed),
                parts.validation().dequantised(transform, seed),
                parts.test().dequantised(transform, seed),
                new DataSettings(set.id(), List.of(), null, Map.of(ALPHA, Double.toString(alpha))));
    }
}
