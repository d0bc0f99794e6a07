package io.seminode.models.predict;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seminode.data.Normalisation;
import io.seminode.models.PredictiveModel;
import io.seminode.models.SymbolicPrediction;
import io.seminode.models.file.ModelFile;
import io.seminode.models.file.StoredFileException;
import io.seminode.solver.Parameter;
import io.seminode.solver.Solver;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.SavedModels;
import io.seminode.solver.tensor.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Writes the predictions of a model as a TensorFlow SavedModel: TensorFlow itself, in any language, and TensorFlow Serving
 * read it, without Java and without this software.
 *
 * <p>The signature {@code serving_default} has the model's inputs, for batches of one size, and these outputs: what the model
 * predicts, under its name; {@code status}, 0 if the solve succeeded; {@code evaluations} of the vector field. Beside it,
 * {@code assets.extra/seminode.json} says what the numbers mean.
 *
 * @param file the model
 * @param features names of the inputs' columns; empty if they have none
 * @param inputs how vectors are normalised inside; null if they are taken as they are
 * @param targets how numbers that are found were normalised; null if they were not
 */
public record ModelExport(
        ModelFile file,
        List<String> features,
        @Nullable Normalisation inputs,
        @Nullable Normalisation targets) {
    private static final String STATUS = "status";
    private static final String EVALUATIONS = "evaluations";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Copies. */
    public ModelExport {
        features = List.copyOf(features);
    }

    /** Of a model that is given what the network itself takes. */
    public static ModelExport of(ModelFile file) {
        return new ModelExport(file, List.of(), null, null);
    }

    /**
     * What was written.
     *
     * @param inputs of the signature
     * @param outputs of the signature
     */
    public record Signature(List<TensorSpec> inputs, List<TensorSpec> outputs) {
        /** Copies. */
        public Signature {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * Writes the model.
     *
     * @param folder is made if it is not there
     * @param batch examples that are given together
     * @throws StoredFileException if the model is of a kind that predicts nothing
     * @throws IOException if it cannot be written
     */
    public Signature write(Path folder, int batch) throws IOException {
        if (!(file.model() instanceof PredictiveModel model)) {
            throw new StoredFileException(
                    StoredFileException.Reason.UNFIT,
                    "A model of kind \"" + file.model().kind() + "\" found, expected one that predicts.");
        }
        Solver solver = file.solver().solver().withoutGradient();
        List<TensorSpec> outputs = SavedModels.write(folder, "seminode", model.inputs(batch), (tf, in) -> {
            SymbolicPrediction prediction = model.predict(tf, weights(tf, model), normalised(tf, in), batch, solver);
            Map<String, Operand<?>> named = new LinkedHashMap<>();
            prediction.values().asMap().forEach((name, value) -> named.put(name, inverted(tf, value)));
            named.put(STATUS, prediction.forward().status());
            named.put(EVALUATIONS, prediction.forward().evaluations());
            return named;
        });
        Signature signature = new Signature(model.inputs(batch), outputs);
        Path description = folder.resolve("assets.extra");
        Files.createDirectories(description);
        Files.writeString(description.resolve("seminode.json"), describe(signature));
        return signature;
    }

    private NamedOperands<TFloat32> weights(Ops tf, PredictiveModel model) {
        Map<String, Operand<TFloat32>> weights = new LinkedHashMap<>();
        for (Parameter parameter : model.parameters()) {
            float[] values = Objects.requireNonNull(file.weights().get(parameter.name()), parameter.name());
            weights.put(parameter.name(), tf.constant(parameter.shape(), DataBuffers.of(values, true, false)));
        }
        return NamedOperands.of(weights);
    }

    private Map<String, Operand<?>> normalised(Ops tf, Map<String, Operand<?>> in) {
        Normalisation by = inputs;
        if (by == null) {
            return in;
        }
        Map<String, Operand<?>> normalised = new LinkedHashMap<>();
        in.forEach((name, value) -> {
            Operand<TFloat32> shifted = tf.math.sub(typed(value), single(tf, row(tf, by, by::shift)));
            normalised.put(name, single(tf, tf.math.div(wide(tf, shifted), row(tf, by, by::scale))));
        });
        return normalised;
    }

    private Operand<TFloat32> inverted(Ops tf, Operand<TFloat32> value) {
        Normalisation by = targets;
        return by == null
                ? value
                : single(tf, tf.math.add(tf.math.mul(wide(tf, value), row(tf, by, by::scale)), row(tf, by, by::shift)));
    }

    @SuppressWarnings("unchecked") // all inputs are float32
    private static Operand<TFloat32> typed(Operand<?> value) {
        return (Operand<TFloat32>) value;
    }

    /** In double precision where Java has it: the results are the same bit by bit. */
    private static Operand<TFloat64> wide(Ops tf, Operand<TFloat32> value) {
        return tf.dtypes.cast(value, TFloat64.class);
    }

    private static Operand<TFloat32> single(Ops tf, Operand<TFloat64> value) {
        return tf.dtypes.cast(value, TFloat32.class);
    }

    private static Operand<TFloat64> row(Ops tf, Normalisation by, IntToDoubleFunction number) {
        double[] numbers = IntStream.range(0, by.channels()).mapToDouble(number).toArray();
        return tf.constant(Shape.of(1, numbers.length), DataBuffers.of(numbers, true, false));
    }

    private String describe(Signature signature) {
        ObjectNode root = JSON.createObjectNode();
        root.put("kind", file.model().kind());
        root.put("signature", SavedModels.SIGNATURE);
        signature.inputs().forEach(spec -> describe(root.withArray("inputs"), spec));
        signature.outputs().forEach(spec -> describe(root.withArray("outputs"), spec));
        features.forEach(root.withArray("features")::add);
        file.data().labels().forEach(root.withArray("labels")::add);
        root.put("inputsAreNormalisedInside", inputs != null);
        root.set("data", JSON.valueToTree(file.data()));
        root.set("solver", JSON.valueToTree(file.solver()));
        return root.toPrettyString() + "\n";
    }

    private static void describe(ArrayNode list, TensorSpec spec) {
        ObjectNode one = list.addObject();
        one.put("name", spec.name());
        one.put("type", spec.type().getSimpleName());
        Arrays.stream(spec.shape().asArray()).forEach(one.withArray("shape")::add);
    }
}
