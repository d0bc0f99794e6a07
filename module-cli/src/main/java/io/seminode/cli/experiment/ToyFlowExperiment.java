package io.seminode.cli.experiment;

import io.seminode.cli.option.Choice;
import io.seminode.data.toy.ToyDensity;
import io.seminode.data.tribuo.ToyDensityDataSource;
import io.seminode.models.TrainableModel;
import io.seminode.models.file.DataSettings;
import io.seminode.models.flow.Divergence;
import io.seminode.models.flow.FlowField.TimeInput;
import io.seminode.models.flow.FlowModel;
import io.seminode.models.flow.FlowSettings;
import io.seminode.models.nn.Activation;
import io.seminode.models.train.LearningRateDecay;
import io.seminode.models.train.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tribuo.DataSource;
import org.tribuo.anomaly.Event;
import picocli.CommandLine.Option;

/**
 * A density in the plane, learnt by a continuous normalising flow.
 *
 * <p>Source: Grathwohl et al., "FFJORD" (arXiv:1810.01367), section 4.1 and the published code.
 */
public final class ToyFlowExperiment implements Experiment {
    /** What a model's file calls the data. */
    public static final String SOURCE = "toy";

    /** The option of a model's file: which density. */
    public static final String DENSITY = "density";

    private static final int TEST = 5000;
    private static final int VALIDATION = 1024;
    private static final double END_TIME = 1;

    private static final List<Preset> PRESETS = List.of(
            new Preset(
                    "quick",
                    "a minute and a half on two cores, engine xla",
                    TrainingSettings.create()
                            .withEpochs(20)
                            .withBatchSize(256)
                            .withLearningRate(5e-3, 1e-5)
                            .withDecay(LearningRateDecay.COSINE),
                    1e-4,
                    1e-4),
            new Preset(
                    "paper",
                    "10,000 batches of 100 points, as FFJORD's script has it",
                    TrainingSettings.create().withEpochs(10).withBatchSize(100).withLearningRate(1e-3, 1e-5),
                    1e-5,
                    1e-5));

    private static final long SEEDS_APART = 1_000_003;

    @Option(
            names = "--density",
            paramLabel = "NAME",
            converter = DensityChoice.class,
            defaultValue = "eight-gaussians",
            description = "eight-gaussians, two-moons, pinwheel or checkerboard. Default: ${DEFAULT-VALUE}.")
    private ToyDensity density = ToyDensity.EIGHT_GAUSSIANS;

    @Option(
            names = "--examples",
            paramLabel = "N",
            description = "Points to learn from. Default: 25,600; 100,000 in the paper preset.")
    private @Nullable Integer examples;

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "64",
            description = "Width of the three hidden layers. Default: ${DEFAULT-VALUE}.")
    private int width;

    private final FlowOptions flow = new FlowOptions();

    /** For the registry. */
    ToyFlowExperiment() {}

    @Override
    public String name() {
        return "toy-cnf";
    }

    @Override
    public String description() {
        return "a continuous normalising flow learns a density in the plane";
    }

    @Override
    public String timeUnit() {
        return "1";
    }

    @Override
    public String lossName() {
        return "Negative log-likelihood (nats)";
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
        return List.of(this, flow);
    }

    @Override
    public Map<String, String> settings(Preset preset) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(DENSITY, density.id());
        settings.put("examples", Integer.toString(examples(preset)));
        settings.put("width", Integer.toString(width));
        flow.describe(settings, Divergence.EXACT);
        return settings;
    }

    @Override
    public TrainableModel model(Preset preset) {
        if (examples(preset) < 1) {
            throw new IllegalArgumentException("Found --examples " + examples(preset) + ", expected 1 or more.");
        }
        return FlowModel.of(new FlowSettings.Points(
                2,
                List.of(width, width, width),
                TimeInput.CONCAT_SQUASH,
                Activation.TANH,
                flow.divergence(Divergence.EXACT),
                flow.kineticEnergy(),
                flow.jacobianNorm(),
                END_TIME));
    }

    @Override
    public Workload prepare(Preset preset, long seed) {
        // Seeds far apart, so that the parts of two trainings have no points in common.
        long first = seed * SEEDS_APART;
        return new Workload(
                () -> model(preset),
                List.of(0.0, END_TIME),
                density.sample(examples(preset), first),
                density.sample(VALIDATION, first + 1),
                density.sample(TEST, first + 2),
                new DataSettings(SOURCE, List.of(), null, Map.of(DENSITY, density.id())));
    }

    private int examples(Preset preset) {
        return examples != null ? examples : preset.name().equals("paper") ? 100_000 : 25_600;
    }

    @Override
    public DataSource<Event> source(Preset preset, long seed) {
        return new ToyDensityDataSource(density, examples(preset), seed * SEEDS_APART);
    }

    /** The density of that name. */
    public static ToyDensity density(String name) {
        return new DensityChoice().convert(name);
    }

    /** A density by name. */
    static final class DensityChoice extends Choice<ToyDensity> {
        DensityChoice() {
            super("density", List.of(ToyDensity.values()), ToyDensity::id);
        }
    }
}
