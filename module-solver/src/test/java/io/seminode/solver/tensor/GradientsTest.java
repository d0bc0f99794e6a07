package io.seminode.solver.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.solver.testkit.Evaluation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** Vector-Jacobian products, and what depends on what. */
class GradientsTest {
    private static final Shape PAIR = Shape.of(2);

    @SuppressWarnings("unchecked") // a derivative has the type of what it is taken by
    private static Operand<TFloat64> only(List<Operand<?>> derivatives) {
        assertEquals(1, derivatives.size());
        return (Operand<TFloat64>) derivatives.get(0);
    }

    @Test
    void outputsAddUp() {
        double[] found = Evaluation.of(List.of(PAIR), List.of(new double[] {2, 3}), (tf, in) -> {
            Operand<TFloat64> x = in.get(0);
            return only(Gradients.vjp(
                    tf,
                    List.of(tf.math.square(x), tf.math.neg(x)),
                    List.of(x),
                    List.of(tf.constant(new double[] {1, 10}), tf.constant(new double[] {5, 7}))));
        });
        assertArrayEquals(new double[] {2 * 2 - 5, 10 * 2 * 3 - 7}, found, 1e-12);
    }

    /** TensorFlow alone loses a part here: y is an output and on the way to another one, which also reads x itself. */
    @Test
    void outputThatAnotherOutputIsComputedFrom() {
        double[] found = Evaluation.of(List.of(PAIR), List.of(new double[] {2, 3}), (tf, in) -> {
            Operand<TFloat64> x = in.get(0);
            Operand<TFloat64> y = tf.math.square(x);
            Operand<TFloat64> product = tf.math.mul(x, y);
            Operand<TFloat64> ones = tf.constant(new double[] {1, 1});
            return only(Gradients.vjp(tf, List.of(y, product), List.of(x), List.of(ones, ones)));
        });
        assertArrayEquals(new double[] {2 * 2 + 3 * 4, 2 * 3 + 3 * 9}, found, 1e-12);
    }

    @Test
    void outputThatIsTheInput() {
        double[] found = Evaluation.of(
                List.of(PAIR),
                List.of(new double[] {2, 3}),
                (tf, in) -> only(Gradients.vjp(
                        tf, List.of(in.get(0)), List.of(in.get(0)), List.of(tf.constant(new double[] {4, 5})))));
        assertArrayEquals(new double[] {4, 5}, found);
    }

    /** A comparison has no derivative; what depends on x through it alone has derivative zero. */
    @Test
    void pathWithoutADerivativeGivesZero() {
        double[] found = Evaluation.of(List.of(PAIR), List.of(new double[] {2, -3}), (tf, in) -> {
            Operand<TFloat64> sign = tf.dtypes.cast(tf.math.greater(in.get(0), tf.constant(0.0)), TFloat64.class);
            return only(
                    Gradients.vjp(tf, List.of(sign), List.of(in.get(0)), List.of(tf.constant(new double[] {1, 1}))));
        });
        assertArrayEquals(new double[2], found);
    }

    @Test
    void stopGradientEndsADerivativeButNotADependence() {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Operand<TFloat64> a = tf.placeholder(TFloat64.class);
            Operand<TFloat64> b = tf.placeholder(TFloat64.class);
            Operand<TFloat64> unused = tf.placeholder(TFloat64.class);
            Operand<TFloat64> y = tf.math.add(tf.math.sin(a), tf.stopGradient(b));
            List<Operand<TFloat64>> inputs = List.of(a, b, unused);
            assertEquals(List.of(true, false, false), Gradients.connected(List.of(y), inputs));
            assertEquals(List.of(true, true, false), Gradients.dependent(List.of(y), inputs));
        }
    }
}
