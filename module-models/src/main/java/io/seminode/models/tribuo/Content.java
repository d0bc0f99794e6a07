package io.seminode.models.tribuo;

import io.seminode.data.Standardisation;
import io.seminode.models.cde.NeuralCde;
import io.seminode.models.file.DataSettings;
import io.seminode.models.file.ModelFile;
import io.seminode.models.flow.FlowModel;
import io.seminode.models.nn.Head;
import io.seminode.models.ode.ImageOdeClassifier;
import io.seminode.models.ode.NeuralOde;
import io.seminode.solver.tensor.Device;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Output;

/**
 * What a {@link NeuralModel} needs to predict, and how it lies in a model file.
 *
 * @param file model, solver and weights
 * @param features as fields of the model
 * @param outputs of the model as Tribuo's
 * @param execution engine and device of predictions
 * @param batch examples that are solved together
 * @param <T> the kind of output
 */
record Content<T extends Output<T>>(
        ModelFile file, FeatureCodec features, OutputCodec<T> outputs, ExecutionOptions execution, int batch) {
    /** What a model's file calls its data. */
    static final String SOURCE = "tribuo";

    private static final String ENGINE = "engine";
    private static final String DEVICE = "device";
    private static final String BATCH = "predictionBatch";

    /**
     * The content of a trained model.
     *
     * @param trained what was learnt, to which what Tribuo needs is added
     */
    static <T extends Output<T>> Content<T> of(
            ModelFile trained, FeatureCodec features, OutputCodec<T> outputs, ExecutionOptions execution, int batch) {
        Map<String, String> options = new LinkedHashMap<>(trained.data().options());
        options.put(ENGINE, execution.engine().name());
        options.put(DEVICE, execution.device().name());
        options.put(BATCH, Integer.toString(batch));
        features.describe(options);
        outputs.describe(options);
        DataSettings data =
                new DataSettings(trained.data().source(), outputs.labels(), null, features.standardisation(), options);
        ModelFile file = new ModelFile(trained.model(), trained.solver(), data, trained.weights());
        return new Content<>(file, features, outputs, execution, batch);
    }

    /**
     * The content of a model file.
     *
     * @throws RuntimeException if it does not fit features and outputs, or cannot be used; the message says what was found
     */
    static <T extends Output<T>> Content<T> of(
            ModelFile file, ImmutableFeatureMap features, ImmutableOutputInfo<T> outputs) {
        DataSettings data = file.data();
        Map<String, String> options = data.options();
        OutputCodec<T> codec = OutputCodec.of(outputs, options);
        ExecutionOptions execution =
                new ExecutionOptions(Engine.valueOf(option(options, ENGINE)), Device.valueOf(option(options, DEVICE)));
        FeatureCodec featureCodec = codec(file, features, codec);
        return new Content<>(file, featureCodec, codec, execution, Integer.parseInt(option(options, BATCH)));
    }

    private static FeatureCodec codec(ModelFile file, ImmutableFeatureMap features, OutputCodec<?> outputs) {
        Standardisation standardisation = standardisation(file.data());
        if (file.model() instanceof NeuralOde ode) {
            requireFit(ode.settings().head(), ode.settings().outputs(), outputs);
            return dense(ode.settings().features(), features, standardisation);
        }
        if (file.model() instanceof NeuralCde cde) {
            requireFit(cde.settings().head(), cde.settings().outputs(), outputs);
            return SeriesFeatures.of(
                    cde.settings(), standardisation, file.data().options());
        }
        if (file.model() instanceof FlowModel flow && !flow.isOfImages() && outputs instanceof EventCodec) {
            return dense(Math.toIntExact(flow.event().size()), features, standardisation);
        }
        if (file.model() instanceof ImageOdeClassifier images) {
            requireFit(Head.CLASSES, images.settings().classes(), outputs);
            return dense(Math.toIntExact(images.inputs(1).get(0).shape().size()), features, standardisation);
        }
        throw new IllegalArgumentException(
                "a model of kind \"" + file.model().kind() + "\" found that does not predict such outputs");
    }

    /** How features are standardised; that of models of earlier versions and of the command line's is in single precision. */
    static @Nullable Standardisation standardisation(DataSettings data) {
        if (data.standardisation() != null || data.normalisation() == null) {
            return data.standardisation();
        }
        return Standardisation.of(data.normalisation());
    }

    private static DenseFeatures dense(
            int size, ImmutableFeatureMap features, @Nullable Standardisation standardisation) {
        requireSame("features", size, features.size());
        if (standardisation != null) {
            requireSame("standardised features", standardisation.size(), features.size());
        }
        return new DenseFeatures(features, standardisation);
    }

    private static void requireFit(Head head, int outputs, OutputCodec<?> codec) {
        requireSame("outputs", outputs, codec.outputs());
        requireSame("kind of output", head.predicted(), codec.predicted());
    }

    private static void requireSame(String what, Object found, Object expected) {
        if (!found.equals(expected)) {
            throw new IllegalArgumentException(what + " of the network: " + found + " found, expected " + expected);
        }
    }

    /** An option that must be there. */
    static String option(Map<String, String> options, String name) {
        return Objects.requireNonNull(options.get(name), () -> "the option \"" + name + "\" is missing");
    }

    /** The same with outputs that are told in the data's units, as an export has them. */
    Content<T> inUnitsOf(@Nullable Standardisation standardisation) {
        return standardisation == null ? this : withOutputs(outputs.inUnitsOf(standardisation));
    }

    /** The same with outputs that more was found out about. */
    Content<T> withOutputs(OutputCodec<T> others) {
        return of(file, features, others, execution, batch);
    }
}
