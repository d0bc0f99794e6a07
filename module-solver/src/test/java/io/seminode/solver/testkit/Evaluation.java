package io.seminode.solver.testkit;

import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** Runs operations on numbers. */
public final class Evaluation {
    private Evaluation() {}

    /** Runs one function of float64 inputs natively and returns its only output, row-major. */
    public static double[] of(
            List<Shape> shapes,
            List<double[]> inputs,
            BiFunction<Ops, List<Operand<TFloat64>>, Operand<TFloat64>> function) {
        List<TensorSpec> specs = new ArrayList<>();
        Map<String, Tensor> arguments = new LinkedHashMap<>();
        for (int i = 0; i < shapes.size(); i++) {
            specs.add(new TensorSpec("x" + i, TFloat64.class, shapes.get(i)));
            arguments.put("x" + i, Tensors.of(TFloat64.class, shapes.get(i), inputs.get(i)));
        }
        try (TensorMap owned = new TensorMap(arguments);
                CompiledFunction compiled = CompiledFunction.compile(
                        "test",
                        specs,
                        ExecutionOptions.NATIVE_CPU,
                        (tf, in) -> Map.of("y", function.apply(tf, doubles(in))));
                TensorMap outputs = compiled.call(owned.asMap())) {
            return Tensors.toDoubles(outputs.get("y"));
        }
    }

    @SuppressWarnings("unchecked") // every input above is a float64
    private static List<Operand<TFloat64>> doubles(Map<String, Operand<?>> in) {
        List<Operand<TFloat64>> operands = new ArrayList<>();
        in.values().forEach(o -> operands.add((Operand<TFloat64>) o));
        return operands;
    }
}
