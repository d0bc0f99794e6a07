package io.seminode.models.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

class OptimiserTest {
    private static final double RATE = 0.1;
    private static final double DECAY = 0.05;

    private static final double MOMENTUM = 0.8;
    private static final double[] GRADIENTS = {0.3, -0.2, 5, 0};

    /** What an optimiser keeps, as its source has it. */
    private interface Algorithm {
        void step(double[] state, double gradient, int step);
    }

    private static void adam(double[] state, double g, int step) {
        state[1] = 0.9 * state[1] + 0.1 * g;
        state[2] = 0.999 * state[2] + 0.001 * g * g;
        double mHat = state[1] / (1 - Math.pow(0.9, step));
        double vHat = state[2] / (1 - Math.pow(0.999, step));
        state[0] -= RATE * mHat / (Math.sqrt(vHat) + 1e-8);
    }

    private static Algorithm algorithm(Optimiser optimiser) {
        return switch (optimiser) {
            case ADAMW ->
                (state, g, step) -> { // Loshchilov and Hutter, algorithm 2, with the learning rate as schedule
                    double decay = RATE * DECAY * state[0];
                    adam(state, g, step);
                    state[0] -= decay;
                };
            case ADAM -> (state, g, step) -> adam(state, g + DECAY * state[0], step);
            case SGD ->
                (state, g, step) -> {
                    state[1] = MOMENTUM * state[1] + g + DECAY * state[0];
                    state[0] -= RATE * state[1];
                };
        };
    }

    @ParameterizedTest
    @EnumSource(Optimiser.class)
    void followsTheAlgorithmStepByStep(Optimiser optimiser) {
        List<TensorSpec> inputs = List.of(
                spec("x"),
                spec("m"),
                spec("v"),
                spec("g"),
                new TensorSpec("step", TFloat32.class, Shape.of(Optimiser.SCALARS)));
        try (CompiledFunction function =
                CompiledFunction.compile("update", inputs, ExecutionOptions.NATIVE_CPU, (tf, in) -> {
                    Optimiser.Slot slot = optimiser.update(
                            tf,
                            Optimiser.Scalars.of(tf, typed(in, "step")),
                            new Optimiser.Slot(typed(in, "x"), typed(in, "m"), typed(in, "v")),
                            typed(in, "g"));
                    return Map.of("x", slot.value(), "m", slot.m(), "v", slot.v());
                })) {
            double[] actual = {1.5, 0, 0};
            double[] expected = actual.clone();
            for (int step = 1; step <= GRADIENTS.length; step++) {
                algorithm(optimiser).step(expected, GRADIENTS[step - 1], step);
                actual = call(function, optimiser, actual, GRADIENTS[step - 1], step);
                assertArrayEquals(expected, actual, 1e-5, "after step " + step);
            }
        }
    }

    private static double[] call(
            CompiledFunction function, Optimiser optimiser, double[] state, double gradient, int step) {
        Map<String, Tensor> arguments = Map.of(
                "x", TFloat32.scalarOf((float) state[0]),
                "m", TFloat32.scalarOf((float) state[1]),
                "v", TFloat32.scalarOf((float) state[2]),
                "g", TFloat32.scalarOf((float) gradient),
                "step", Tensors.ofFloats(Shape.of(Optimiser.SCALARS), optimiser.scalars(step, RATE, DECAY, MOMENTUM)));
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
