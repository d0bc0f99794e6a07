package io.seminode.solver.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.testkit.Evaluation;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** Second and third derivatives of the activations against finite differences of the derivative before. */
class MissingGradientsTest {
    private static final Shape SHAPE = Shape.of(6);
    private static final double[] X = {-2.1, -0.7, -0.2, 0.3, 0.9, 2.4};
    private static final double[] WEIGHTS = {1.3, -0.4, 0.8, -1.1, 0.6, 0.5};
    private static final double[] DIRECTION = {0.3, 1.2, -0.5, 0.7, -0.9, 0.4};

    private interface Function extends BiFunction<Ops, Operand<TFloat64>, Operand<TFloat64>> {}

    static final List<Named<Function>> ACTIVATIONS = List.of(
            Named.of("tanh", (tf, x) -> tf.math.tanh(x)),
            Named.of("sigmoid", (tf, x) -> tf.math.sigmoid(x)),
            Named.of("softplus", (tf, x) -> tf.math.softplus(x)),
            Named.of("relu", (tf, x) -> tf.nn.relu(x)));

    /** The derivative of sum(cotangent * y) by x. */
    @SuppressWarnings("unchecked") // a derivative has the type of what it is taken by
    private static Operand<TFloat64> derivative(
            Ops tf, Operand<TFloat64> y, Operand<TFloat64> x, Operand<TFloat64> cotangent) {
        return (Operand<TFloat64>)
                Gradients.vjp(tf, List.of(y), List.of(x), List.of(cotangent)).get(0);
    }

    /** The n-th derivative of the sum of the activation, weighted anew each time so that no term cancels. */
    private static Operand<TFloat64> derivative(Ops tf, Function activation, Operand<TFloat64> x, int order) {
        Operand<TFloat64> y = activation.apply(tf, x);
        for (int i = 0; i < order; i++) {
            y = derivative(tf, y, x, tf.constant(i == 0 ? WEIGHTS : DIRECTION));
        }
        return y;
    }

    private static double[] evaluate(Function activation, int order, double[] x) {
        return Evaluation.of(List.of(SHAPE), List.of(x), (tf, in) -> derivative(tf, activation, in.get(0), order));
    }

    /** (f(x + h) - f(x - h)) / 2h times the direction, which is right for a function that acts element by element. */
    private static double[] difference(UnaryOperator<double[]> function) {
        double h = 1e-5;
        double[] up = X.clone();
        double[] down = X.clone();
        for (int i = 0; i < X.length; i++) {
            up[i] += h;
            down[i] -= h;
        }
        double[] above = function.apply(up);
        double[] below = function.apply(down);
        double[] difference = new double[X.length];
        for (int i = 0; i < X.length; i++) {
            difference[i] = DIRECTION[i] * (above[i] - below[i]) / (2 * h);
        }
        return difference;
    }

    @ParameterizedTest
    @FieldSource("ACTIVATIONS")
    void secondDerivative(Function activation) {
        assertArrayEquals(difference(x -> evaluate(activation, 1, x)), evaluate(activation, 2, X), 1e-9);
    }

    @ParameterizedTest
    @FieldSource("ACTIVATIONS")
    void thirdDerivative(Function activation) {
        assertArrayEquals(difference(x -> evaluate(activation, 2, x)), evaluate(activation, 3, X), 1e-9);
    }

    /** The derivative is linear in its cotangent: its derivative by that is the first derivative again. */
    @ParameterizedTest
    @FieldSource("ACTIVATIONS")
    void derivativeByTheCotangent(Function activation) {
        double[] byCotangent = Evaluation.of(List.of(SHAPE, SHAPE), List.of(X, WEIGHTS), (tf, in) -> {
            Operand<TFloat64> first = derivative(tf, activation.apply(tf, in.get(0)), in.get(0), in.get(1));
            return derivative(tf, first, in.get(1), tf.constant(DIRECTION));
        });
        double[] slopes = difference(x -> evaluate(activation, 0, x));
        assertArrayEquals(slopes, byCotangent, 1e-9);
    }

    /** In float32, where constants of the wrong precision would be an error. */
    @ParameterizedTest
    @FieldSource("FLOAT_ACTIVATIONS")
    void secondDerivativeInFloat32(FloatFunction activation) {
        List<TensorSpec> inputs = List.of(new TensorSpec("x", org.tensorflow.types.TFloat32.class, Shape.of(2)));
        try (var function = CompiledFunction.compile("second", inputs, ExecutionOptions.NATIVE_CPU, (tf, in) -> {
                    Operand<?> x = in.get("x");
                    Operand<?> y = activation.apply(tf, x);
                    Operand<?> ones = tf.constant(new float[] {1, 1});
                    Operand<?> first = Gradients.vjp(tf, List.of(y), List.of(x), List.of(ones))
                            .get(0);
                    return java.util.Map.of(
                            "y",
                            Gradients.vjp(tf, List.of(first), List.of(x), List.of(ones))
                                    .get(0));
                });
                TensorMap arguments = new TensorMap(java.util.Map.of("x", Tensors.ofFloats(Shape.of(2), 0.4f, -0.4f)));
                TensorMap outputs = function.call(arguments.asMap())) {
            double[] second = Tensors.toDoubles(outputs.get("y"));
            assertEquals(2, second.length);
            assertTrue(Double.isFinite(second[0]) && Double.isFinite(second[1]));
        }
    }

    private interface FloatFunction extends BiFunction<Ops, Operand<?>, Operand<?>> {}

    @SuppressWarnings("unchecked") // the input is a float32
    private static Operand<org.tensorflow.types.TFloat32> floats(Operand<?> x) {
        return (Operand<org.tensorflow.types.TFloat32>) x;
    }

    static final List<Named<FloatFunction>> FLOAT_ACTIVATIONS = List.of(
            Named.of("tanh", (tf, x) -> tf.math.tanh(floats(x))),
            Named.of("sigmoid", (tf, x) -> tf.math.sigmoid(floats(x))),
            Named.of("softplus", (tf, x) -> tf.math.softplus(floats(x))),
            Named.of("relu", (tf, x) -> tf.nn.relu(floats(x))));
}
