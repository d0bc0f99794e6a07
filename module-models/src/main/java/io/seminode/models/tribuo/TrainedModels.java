package io.seminode.models.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import io.seminode.data.Standardisation;
import io.seminode.models.cde.NeuralCde;
import io.seminode.models.file.ModelFile;
import io.seminode.models.flow.FlowModel;
import io.seminode.models.nn.Head;
import io.seminode.models.ode.ImageOdeClassifier;
import io.seminode.solver.tensor.ExecutionOptions;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tribuo.DataSource;
import org.tribuo.Example;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.MutableDataset;
import org.tribuo.MutableFeatureMap;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.anomaly.Event;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.impl.EmptyTrainerProvenance;

/** Makes models of Tribuo's of models that were trained without it, as by {@code seminode train}. */
public final class TrainedModels {
    /** Share of the expected events that a flow takes for anomalous. */
    private static final double QUANTILE = 0.01;

    private static final int CALIBRATED_ON = 1000;

    private TrainedModels() {}

    /**
     * A model of Tribuo's.
     *
     * @param file of a neural CDE or an image classifier, for labels, or of a flow of points, for events
     * @param source of what it was trained on: tells the names of the features, and the densities of expected events
     * @param provenance what is to be known about the training
     * @throws IllegalArgumentException if a model of this kind has no form in Tribuo, or does not fit the source
     */
    public static <T extends Output<T>> NeuralModel<T> of(
            ModelFile file, DataSource<T> source, Map<String, Provenance> provenance) {
        Streamed streamed = Streamed.of(source);
        ImmutableFeatureMap features = new ImmutableFeatureMap(streamed.features());
        ImmutableOutputInfo<T> outputs = outputs(file, source.getOutputFactory());
        OutputCodec<T> codec =
                OutputCodec.of(outputs, Map.of(EventCodec.THRESHOLD, "0", EventCodec.CALIBRATED_ON, "0"));
        Content<T> content = Content.of(file, codec(file, features, streamed), codec, ExecutionOptions.NATIVE_CPU, 1);
        if (codec instanceof EventCodec) {
            content = calibrated(content, source);
        }
        ModelProvenance modelProvenance = new ModelProvenance(
                NeuralModel.class.getName(),
                OffsetDateTime.now(ZoneId.systemDefault()),
                new StreamedProvenance(source.getProvenance(), streamed.examples(), features.size(), outputs.size()),
                new EmptyTrainerProvenance(),
                provenance);
        return new NeuralModel<>(file.model().kind(), modelProvenance, features, outputs, content);
    }

    /** What going over the examples told. */
    private record Streamed(MutableFeatureMap features, Set<String> channels, int examples) {
        static Streamed of(DataSource<?> source) {
            MutableFeatureMap features = new MutableFeatureMap();
            Set<String> channels = new TreeSet<>();
            NamedTimeConverter converter = new NamedTimeConverter();
            int examples = 0;
            for (Example<?> example : source) {
                example.forEach(feature -> features.add(feature.getName(), feature.getValue()));
                if (examples++ == 0) {
                    converter.convert(example).observations().forEach(o -> channels.add(o.channel()));
                }
            }
            return new Streamed(features, channels, examples);
        }
    }

    @SuppressWarnings("unchecked") // the factory's class tells its outputs' class
    private static <T extends Output<T>> ImmutableOutputInfo<T> outputs(ModelFile file, OutputFactory<T> factory) {
        if (!factory.getTypeWitness().equals(Label.class)) {
            return factory.generateInfo().generateImmutableOutputInfo();
        }
        Map<Label, Integer> numbers = new LinkedHashMap<>();
        file.data().labels().forEach(label -> numbers.put(new Label(label), numbers.size()));
        return (ImmutableOutputInfo<T>) new LabelFactory().constructInfoForExternalModel(numbers);
    }

    private static FeatureCodec codec(ModelFile file, ImmutableFeatureMap features, Streamed streamed) {
        Standardisation standardisation = Content.standardisation(file.data());
        if (file.model() instanceof NeuralCde cde
                && standardisation != null
                && cde.settings().head() == Head.CLASSES) {
            NeuralCde.Settings settings = cde.settings();
            SeriesLayout layout = new SeriesLayout(
                    List.copyOf(streamed.channels()),
                    List.of(),
                    0,
                    1,
                    settings.times().size());
            return new SeriesFeatures(
                    new NamedTimeConverter(), layout, standardisation, settings.interpolation(), settings.times());
        }
        if (file.model() instanceof ImageOdeClassifier
                || (file.model() instanceof FlowModel flow && !flow.isOfImages())) {
            return new DenseFeatures(features, standardisation);
        }
        throw unfit(file);
    }

    private static IllegalArgumentException unfit(ModelFile file) {
        return new IllegalArgumentException(
                "A model of kind \"" + file.model().kind()
                        + "\" found, expected a neural CDE, an image classifier or a flow of points: others have no form in Tribuo.");
    }

    @SuppressWarnings("unchecked") // an event codec's outputs are events
    private static <T extends Output<T>> Content<T> calibrated(Content<T> content, DataSource<T> source) {
        Content<Event> events = (Content<Event>) content;
        List<Example<Event>> some = new ArrayList<>();
        for (Example<T> example : source) {
            if (some.size() < CALIBRATED_ON) {
                some.add((Example<Event>) example);
            }
        }
        MutableDataset<Event> dataset =
                new MutableDataset<>(some, source.getProvenance(), (OutputFactory<Event>) source.getOutputFactory());
        EventCodec found = EventCodec.calibrated(
                events, EncodedExamples.of(dataset, content.features(), events.outputs()), QUANTILE);
        return (Content<T>) events.withOutputs(found);
    }
}
