package io.seminode.cli.experiment;

import io.seminode.cli.option.Choice;
import io.seminode.data.files.DataHome;
import io.seminode.data.speech.ClipName;
import io.seminode.data.speech.SpeechData;
import io.seminode.data.speech.SpeechSeries;
import io.seminode.data.speech.SpeechSplit;
import io.seminode.data.tribuo.DataPart;
import io.seminode.data.tribuo.SpeechDataSource;
import io.seminode.models.TrainableModel;
import io.seminode.models.cde.Interpolation;
import io.seminode.models.cde.NeuralCde;
import io.seminode.models.cde.PathExamples;
import io.seminode.models.file.DataSettings;
import io.seminode.models.train.LearningRateDecay;
import io.seminode.models.train.TrainingSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tribuo.DataSource;
import org.tribuo.classification.Label;
import picocli.CommandLine.Option;

/**
 * Spoken words of the paper: a neural CDE tells ten words apart.
 *
 * <p>Source: Kidger, Chen and Lyons (arXiv:2009.09457), section 3.1 and the published code.
 */
public final class SpeechExperiment implements Experiment {
    /** What a model's file calls the data. */
    public static final String SOURCE = "speech-commands";

    /** The option of a model's file: every how many frames one was used. */
    public static final String EVERY = "every";

    private static final String PAPER = "paper";
    private static final double NO_DECAY_OF_WEIGHTS = 0.01;

    private static final List<Preset> PRESETS = List.of(
            new Preset(
                    "quick",
                    "a smaller network on every fourth frame, minutes on two cores with the shared subset",
                    TrainingSettings.create()
                            .withEpochs(40)
                            .withBatchSize(32)
                            .withLearningRate(5e-3, NO_DECAY_OF_WEIGHTS)
                            .withDecay(LearningRateDecay.COSINE),
                    1e-2,
                    1e-4),
            new Preset(
                    PAPER,
                    "the paper's network and schedule, 200 epochs, days on two cores",
                    TrainingSettings.create()
                            .withEpochs(200)
                            .withBatchSize(1024)
                            .withLearningRate(1.6e-3, NO_DECAY_OF_WEIGHTS),
                    1e-3,
                    1e-6));

    @Option(
            names = "--data",
            paramLabel = "PLACE",
            description = "Archive speech_commands*.tar.gz, a folder with it, or a folder it was unpacked to. Default:"
                    + " where \"seminode data fetch speech-commands\" puts it.")
    private @Nullable Path data;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            defaultValue = "speaker",
            converter = SplitChoice.class,
            description =
                    "speaker: the test is on people who were not heard in training; clip: as in the paper, clips at"
                            + " random. Default: ${DEFAULT-VALUE}.")
    private SpeechSplit split = SpeechSplit.SPEAKER;

    @Option(
            names = "--every",
            paramLabel = "N",
            description = "Use every Nth of the 161 frames. Default: 1; 4 in the quick preset.")
    private @Nullable Integer every;

    @Option(
            names = "--interpolation",
            paramLabel = "NAME",
            defaultValue = "linear",
            converter = InterpolationChoice.class,
            description = "linear, rectilinear, natural-cubic or hermite-cubic. Default: ${DEFAULT-VALUE}.")
    private Interpolation interpolation = Interpolation.LINEAR;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            description = "Size of the state. Default: 90; 32 in the quick preset.")
    private @Nullable Integer hidden;

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "40",
            description = "Width of the network. Default: ${DEFAULT-VALUE}.")
    private int width;

    @Option(
            names = "--layers",
            paramLabel = "N",
            description = "Hidden layers of the network. Default: 4; 2 in the quick preset.")
    private @Nullable Integer layers;

    /** For the registry. */
    SpeechExperiment() {}

    @Override
    public String name() {
        return "speech";
    }

    @Override
    public String description() {
        return "a neural CDE tells ten spoken words apart";
    }

    @Override
    public String timeUnit() {
        return "frames of 6.25 ms";
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
        return List.of(this);
    }

    @Override
    public Map<String, String> settings(Preset preset) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("split", split.id());
        settings.put("interpolation", interpolation.id());
        if (data != null) {
            settings.put("data", data.toString());
        }
        settings.put(EVERY, Integer.toString(step(preset)));
        settings.put("hidden", Integer.toString(hidden(preset)));
        settings.put("width", Integer.toString(width));
        settings.put("layers", Integer.toString(layers(preset)));
        return settings;
    }

    @Override
    public void requireData() {
        load(0);
    }

    private SpeechData load(long seed) {
        return SpeechData.load(place(), split, seed, DataHome.standard().cache(), (what, done, total) -> {});
    }

    @Override
    public TrainableModel model(Preset preset) {
        double[] used = PathExamples.used(SpeechSeries.times(), step(preset));
        return new NeuralCde(new NeuralCde.Settings(
                SpeechSeries.CHANNELS,
                hidden(preset),
                width,
                layers(preset),
                ClipName.WORDS.size(),
                0,
                interpolation,
                Arrays.stream(used).boxed().toList()));
    }

    @Override
    public Workload prepare(Preset preset, long seed) {
        int step = step(preset);
        SpeechData speech = load(seed);
        double[] times = SpeechSeries.times();
        double[] knots = interpolation.knots(PathExamples.used(times, step));
        return new Workload(
                () -> model(preset),
                List.of(knots[0], knots[knots.length - 1]),
                interpolation.isLinear()
                        ? Arrays.stream(knots, 1, knots.length - 1).boxed().toList()
                        : List.of(),
                paths(speech.train(), step, times),
                paths(speech.validation(), step, times),
                paths(speech.test(), step, times),
                new DataSettings(
                        SOURCE,
                        speech.train().classes(),
                        speech.normalisation(),
                        Map.of(EVERY, Integer.toString(step))));
    }

    private int step(Preset preset) {
        return every == null ? (preset.name().equals(PAPER) ? 1 : 4) : every;
    }

    private int hidden(Preset preset) {
        return hidden == null ? (preset.name().equals(PAPER) ? 90 : 32) : hidden;
    }

    private int layers(Preset preset) {
        return layers == null ? (preset.name().equals(PAPER) ? 4 : 2) : layers;
    }

    private Path place() {
        return data == null ? DataHome.standard().dataSet(SOURCE) : data;
    }

    @Override
    public DataSource<Label> source(Preset preset, long seed) {
        return new SpeechDataSource(place(), split, seed, DataPart.TRAIN, step(preset));
    }

    private PathExamples paths(SpeechSeries series, int step, double[] times) {
        return new PathExamples(series, interpolation, SpeechSeries.CHANNELS, step, times);
    }

    /** For picocli: a split by its name. */
    static final class SplitChoice extends Choice<SpeechSplit> {
        SplitChoice() {
            super("split", List.of(SpeechSplit.values()), SpeechSplit::id);
        }
    }

    /** For picocli: an interpolation by its name. */
    static final class InterpolationChoice extends Choice<Interpolation> {
        InterpolationChoice() {
            super("interpolation", List.of(Interpolation.values()), Interpolation::id);
        }
    }
}
