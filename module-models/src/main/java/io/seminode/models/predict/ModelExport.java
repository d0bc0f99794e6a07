package io.seminode.models.predict;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seminode.data.Standardisation;
import io.seminode.models.PredictiveModel;
import io.seminode.models.SymbolicPrediction;
import io.seminode.models.file.ModelFile;
import io.seminode.models.file.SettingsJson;
import io.seminode.models.file.StoredFileException;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
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
 * <p>What is in the units of the data is float64: inputs that are standardised inside, numbers that are found, and densities of
 * such inputs. In float32, seconds since 1970 would be told apart to two minutes only. The rest is float32.
 *
 * @param file the model
 * @param features names of the inputs' columns; empty if they have none
 * @param inputs how vectors are standardised inside; null if they are taken as they are
 * @param targets how numbers that are found were standardised; null if they were not
 */
public record ModelExport(
        ModelFile file,
        List<String> features,
        @Nullable Standardisation inputs,
        @Nullable Standardisation targets) {
    private static final String STATUS = "status";
    private static final String EVALUATIONS = "evaluations";
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(SettingsJson.solvers());

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
        Solver solver = file.solver().withoutGradient();
        List<TensorSpec> taken = taken(model.inputs(batch));
        List<TensorSpec> outputs = SavedModels.write(folder, "seminode", taken, (tf, in) -> {
            SymbolicPrediction prediction = model.predict(tf, weights(tf, model), standardised(tf, in), batch, solver);
            Map<String, Operand<?>> named = new LinkedHashMap<>();
            prediction.values().asMap().forEach((name, value) -> {
                boolean density = model.logDensities().contains(name);
                named.put(name, density ? densityOfData(tf, value) : inverted(tf, value));
            });
            named.put(STATUS, prediction.forward().status());
            named.put(EVALUATIONS, prediction.forward().evaluations());
            return named;
        });
        Signature signature = new Signature(taken, outputs);
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

    /** The inputs as they are in the data. */
    private List<TensorSpec> taken(List<TensorSpec> ofNetwork) {
        return inputs == null
                ? ofNetwork
                : ofNetwork.stream()
                        .map(spec -> new TensorSpec(spec.name(), TFloat64.class, spec.shape()))
                        .toList();
    }

    private Map<String, Operand<?>> standardised(Ops tf, Map<String, Operand<?>> in) {
        Standardisation by = inputs;
        if (by == null) {
            return in;
        }
        Map<String, Operand<?>> standardised = new LinkedHashMap<>();
        in.forEach((name, value) -> {
            Operand<TFloat64> shifted = tf.math.sub(float64(value), row(tf, by.means()));
            standardised.put(name, tf.dtypes.cast(tf.math.div(shifted, row(tf, by.deviations())), TFloat32.class));
        });
        return standardised;
    }

    private Operand<?> inverted(Ops tf, Operand<TFloat32> value) {
        Standardisation by = targets;
        return by == null
                ? value
                : tf.math.add(tf.math.mul(wide(tf, value), row(tf, by.deviations())), row(tf, by.means()));
    }

    /** A density changes with the units: a volume of the data is that of the standardised inputs times their deviations. */
    private Operand<?> densityOfData(Ops tf, Operand<TFloat32> logDensity) {
        Standardisation by = inputs;
        return by == null ? logDensity : tf.math.sub(wide(tf, logDensity), tf.constant(by.logVolume()));
    }

    @SuppressWarnings("unchecked") // the specification says so
    private static Operand<TFloat64> float64(Operand<?> value) {
        return (Operand<TFloat64>) value;
    }

    private static Operand<TFloat64> wide(Ops tf, Operand<TFloat32> value) {
        return tf.dtypes.cast(value, TFloat64.class);
    }

    private static Operand<TFloat64> row(Ops tf, List<Double> numbers) {
        double[] row = numbers.stream().mapToDouble(Double::doubleValue).toArray();
        return tf.constant(Shape.of(1, row.length), DataBuffers.of(row, true, false));
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
