package io.seminode.models.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

class AdamWTest {
    private static final double RATE = 0.1;
    private static final double DECAY = 0.05;

    @Test
    void followsTheAlgorithmStepByStep() {
        List<TensorSpec> inputs = List.of(
                spec("x"),
                spec("m"),
                spec("v"),
                spec("g"),
                new TensorSpec("step", TFloat32.class, Shape.of(AdamW.SCALARS)));
        try (CompiledFunction function =
                CompiledFunction.compile("update", inputs, ExecutionOptions.NATIVE_CPU, (tf, in) -> {
                    AdamW.Slot slot = AdamW.update(
                            tf,
                            AdamW.Scalars.of(tf, typed(in, "step")),
                            new AdamW.Slot(typed(in, "x"), typed(in, "m"), typed(in, "v")),
                            typed(in, "g"));
                    return Map.of("x", slot.value(), "m", slot.m(), "v", slot.v());
                })) {
            double[] actual = {1.5, 0, 0};
            double x = 1.5;
            double m = 0;
            double v = 0;
            double[] gradients = {0.3, -0.2, 5, 0};
            for (int step = 1; step <= gradients.length; step++) {
                double g = gradients[step - 1];
                // Loshchilov and Hutter, algorithm 2, with the learning rate as schedule.
                m = 0.9 * m + 0.1 * g;
                v = 0.999 * v + 0.001 * g * g;
                double mHat = m / (1 - Math.pow(0.9, step));
                double vHat = v / (1 - Math.pow(0.999, step));
                x = x - RATE * mHat / (Math.sqrt(vHat) + 1e-8) - RATE * DECAY * x;
                actual = call(function, actual, g, step);
                assertEquals(x, actual[0], 1e-5, "value after step " + step);
                assertEquals(m, actual[1], 1e-5);
                assertEquals(v, actual[2], 1e-5);
            }
        }
    }

    private static double[] call(CompiledFunction function, double[] state, double gradient, int step) {
        Map<String, Tensor> arguments = Map.of(
                "x", TFloat32.scalarOf((float) state[0]),
                "m", TFloat32.scalarOf((float) state[1]),
                "v", TFloat32.scalarOf((float) state[2]),
                "g", TFloat32.scalarOf((float) gradient),
                "step", Tensors.ofFloats(Shape.of(AdamW.SCALARS), AdamW.scalars(step, RATE, DECAY)));
        try (TensorMap owned = new TensorMap(arguments);
                TensorMap outputs = function.call(owned.asMap())) {
            return new double[] {
                Tensors.toDouble(outputs.get("x")),
                Tensors.toDouble(outputs.get("m")),
                Tensors.toDouble(outputs.get("v"))
            };
        }
    }

    private static TensorSpec spec(String name) {
        return new TensorSpec(name, TFloat32.class, Shape.scalar());
    }

    @SuppressWarnings("unchecked") // everything here is float32
    private static Operand<TFloat32> typed(Map<String, Operand<?>> in, String name) {
        return (Operand<TFloat32>) Objects.requireNonNull(in.get(name));
    }
}
