package io.seminode.models.predict;

import io.seminode.models.PredictiveModel;
import io.seminode.models.SymbolicLoss;
import io.seminode.models.SymbolicPrediction;
import io.seminode.models.file.ModelFile;
import io.seminode.models.file.StoredFileException;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.symbolic.SolveOutcome;
import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;

/**
 * Makes predictions with a trained model, for batches of one size. Calls from several threads at once are safe. Owns native
 * memory: close it.
 */
public final class Predictor implements AutoCloseable {
    private static final String VALUE = "value.";
    private static final String PREDICTED = "predicted.";

    private final PredictiveModel model;
    private final Solver solver;
    private final int size;
    private final CompiledFunction function;
    private final TensorMap weights;

    private Predictor(
            PredictiveModel model, Solver solver, int size, Map<String, float[]> weights, ExecutionOptions execution) {
        this.model = model;
        this.solver = solver;
        this.size = size;
        this.function = compile(solver.executionOn(execution));
        this.weights = new TensorMap();
        for (Parameter parameter : model.parameters()) {
            float[] values = Objects.requireNonNull(weights.get(parameter.name()), parameter.name());
            this.weights.put(VALUE + parameter.name(), Tensors.ofFloats(parameter.shape(), values));
        }
    }

    /**
     * Compiles the predictions of a stored model, for the processor and natively: the same file gives the same bits.
     *
     * @param size examples in a batch
     * @throws StoredFileException if it is of a kind that predicts nothing
     */
    public static Predictor open(ModelFile file, int size) {
        return open(file, size, ExecutionOptions.NATIVE_CPU);
    }

    /**
     * Compiles the predictions of a stored model.
     *
     * @param size examples in a batch
     * @throws StoredFileException if it is of a kind that predicts nothing
     */
    public static Predictor open(ModelFile file, int size, ExecutionOptions execution) {
        if (!(file.model() instanceof PredictiveModel model)) {
            throw new StoredFileException(
                    StoredFileException.Reason.UNFIT,
                    "A model of kind \"" + file.model().kind() + "\" found, expected one that predicts.");
        }
        return new Predictor(model, file.solver(), size, file.weights(), execution);
    }

    private CompiledFunction compile(ExecutionOptions execution) {
        List<TensorSpec> inputs = new ArrayList<>();
        model.parameters().forEach(p -> inputs.add(new TensorSpec(VALUE + p.name(), TFloat32.class, p.shape())));
        inputs.addAll(model.inputs(size));
        return CompiledFunction.compile("prediction", inputs, execution, (tf, in) -> {
            Map<String, Operand<TFloat32>> parameters = new LinkedHashMap<>();
            model.parameters().forEach(p -> parameters.put(p.name(), typed(in, VALUE + p.name())));
            SymbolicPrediction prediction =
                    model.predict(tf, NamedOperands.of(parameters), in, size, solver.withoutGradient());
            Map<String, Operand<?>> outputs = new LinkedHashMap<>();
            prediction.values().asMap().forEach((name, value) -> outputs.put(PREDICTED + name, value));
            outputs.putAll(prediction.forward().asOutputs(SymbolicLoss.FORWARD));
            return outputs;
        });
    }

    @SuppressWarnings("unchecked") // the specification of the input says so
    private static Operand<TFloat32> typed(Map<String, Operand<?>> in, String name) {
        return (Operand<TFloat32>) Objects.requireNonNull(in.get(name), name);
    }

    /** Examples in a batch. */
    public int size() {
        return size;
    }

    /**
     * Predicts.
     *
     * @param batch for each field of {@link PredictiveModel#inputs} its values, row-major
     * @return for each value that the model predicts its numbers, row-major
     * @throws io.seminode.solver.SolveException if the solve fails
     */
    public Map<String, float[]> predict(Map<String, float[]> batch) {
        try (TensorMap fields = new TensorMap()) {
            for (TensorSpec spec : model.inputs(size)) {
                float[] values = batch.get(spec.name());
                if (values == null) {
                    throw new IllegalArgumentException(
                            "A batch without the field \"" + spec.name() + "\" found; it has " + batch.keySet() + ".");
                }
                fields.put(spec.name(), Tensors.ofFloats(spec.shape(), values));
            }
            Map<String, Tensor> inputs = new LinkedHashMap<>(weights.asMap());
            inputs.putAll(fields.asMap());
            try (TensorMap outputs = function.call(inputs)) {
                if (!SolveOutcome.isSuccess(outputs, SymbolicLoss.FORWARD)) {
                    model.requireSuccess(outputs, size, solver.withoutGradient(), false);
                }
                Map<String, float[]> predicted = new LinkedHashMap<>();
                for (String name : outputs.names()) {
                    if (name.startsWith(PREDICTED)) {
                        predicted.put(name.substring(PREDICTED.length()), Tensors.toFloats(outputs.get(name)));
                    }
                }
                return predicted;
            }
        }
    }

    /** Frees function and weights. */
    @Override
    public void close() {
        function.close();
        weights.close();
    }
}
