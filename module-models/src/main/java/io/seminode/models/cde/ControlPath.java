package io.seminode.models.cde;

import io.seminode.solver.problem.Parameter;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Evaluates the paths of a batch, and their derivatives, inside a compiled function.
 *
 * <p>At a knot the derivative is that of the piece before it.
 */
public final class ControlPath {
    private static final String PREFIX = "path.";
    private static final List<String> LINEAR = List.of("slope");
    private static final List<String> CUBIC = List.of("b", "two_c", "three_d");

    private final Interpolation interpolation;
    private final double[] knots;
    private final int channels;

    /**
     * Paths of one kind.
     *
     * @param times of the observations, at least 2, increasing
     */
    public ControlPath(Interpolation interpolation, int channels, double... times) {
        this.interpolation = interpolation;
        this.channels = channels;
        this.knots = interpolation.knots(times);
    }

    /** The knots. */
    public double[] knots() {
        return knots.clone();
    }

    /** Times at which the derivative jumps: the knots of linear paths, the ends left out. */
    public double[] jumpTimes() {
        return interpolation.isLinear() ? Arrays.copyOfRange(knots, 1, knots.length - 1) : new double[0];
    }

    /** What the derivative is computed from, as constants of a problem; [pieces, batch, channels] each. */
    public List<Parameter> constants(int batch) {
        return names().stream()
                .map(n ->
                        new Parameter(PREFIX + n, Shape.of(knots.length - 1, batch, channels), Parameter.Use.CONSTANT))
                .toList();
    }

    private List<String> names() {
        return interpolation.isLinear() ? LINEAR : CUBIC;
    }

    /**
     * The {@link #constants} of a batch.
     *
     * @param coefficients those of the {@link Interpolation}, [batch, rows, columns]
     */
    public <T extends TFloating> NamedOperands<T> constants(Ops tf, Operand<T> coefficients) {
        Operand<T> byTime = tf.linalg.transpose(coefficients, tf.constant(new int[] {1, 0, 2}));
        Map<String, Operand<T>> constants = new LinkedHashMap<>();
        if (interpolation.isLinear()) {
            int pieces = knots.length - 1;
            Operand<T> difference = tf.math.sub(rows(tf, byTime, 1, pieces), rows(tf, byTime, 0, pieces));
            constants.put(PREFIX + LINEAR.get(0), tf.math.mul(difference, reciprocals(tf, byTime)));
        } else {
            for (int i = 0; i < CUBIC.size(); i++) {
                constants.put(PREFIX + CUBIC.get(i), columns(tf, byTime, i + 1));
            }
        }
        return NamedOperands.of(constants);
    }

    private <T extends TFloating> Operand<T> rows(Ops tf, Operand<T> byTime, int from, int count) {
        return tf.slice(byTime, tf.constant(new int[] {from, 0, 0}), tf.constant(new int[] {count, -1, -1}));
    }

    private <T extends TFloating> Operand<T> columns(Ops tf, Operand<T> byTime, int block) {
        return tf.slice(
                byTime, tf.constant(new int[] {0, 0, block * channels}), tf.constant(new int[] {-1, -1, channels}));
    }

    /** One over the lengths of the pieces, [pieces, 1, 1]. */
    private <T extends TFloating> Operand<T> reciprocals(Ops tf, Operand<T> like) {
        double[][][] reciprocals = new double[knots.length - 1][1][1];
        for (int i = 0; i < reciprocals.length; i++) {
            reciprocals[i][0][0] = 1 / (knots[i + 1] - knots[i]);
        }
        return tf.dtypes.cast(
                tf.constant(org.tensorflow.ndarray.StdArrays.ndCopyOf(reciprocals)),
                like.asOutput().type());
    }

    /**
     * X(first knot), [batch, channels].
     *
     * @param coefficients those of the {@link Interpolation}, [batch, rows, columns]
     */
    public <T extends TFloating> Operand<T> first(Ops tf, Operand<T> coefficients) {
        Operand<T> row =
                tf.slice(coefficients, tf.constant(new int[] {0, 0, 0}), tf.constant(new int[] {-1, 1, channels}));
        return tf.squeeze(row, org.tensorflow.op.core.Squeeze.axis(List.of(1L)));
    }

    /**
     * dX/dt, [batch, channels].
     *
     * @param t scalar
     * @param constants with those of this path
     */
    public <T extends TFloating> Operand<T> derivative(Ops tf, Operand<TFloat64> t, NamedOperands<T> constants) {
        Operand<TInt32> piece = piece(tf, t);
        List<Operand<T>> at = new ArrayList<>();
        names().forEach(name -> at.add(tf.gather(constants.get(PREFIX + name), piece, tf.constant(0))));
        if (interpolation.isLinear()) {
            return at.get(0);
        }
        Operand<T> s = fraction(tf, t, piece, at.get(0));
        return tf.math.add(at.get(0), tf.math.mul(s, tf.math.add(at.get(1), tf.math.mul(s, at.get(2)))));
    }

    /**
     * X(t), [batch, channels].
     *
     * @param t scalar
     * @param coefficients those of the {@link Interpolation}, [batch, rows, columns]
     */
    public <T extends TFloating> Operand<T> evaluate(Ops tf, Operand<TFloat64> t, Operand<T> coefficients) {
        Operand<T> byTime = tf.linalg.transpose(coefficients, tf.constant(new int[] {1, 0, 2}));
        Operand<TInt32> piece = piece(tf, t);
        Operand<T> a = tf.gather(columns(tf, byTime, 0), piece, tf.constant(0));
        NamedOperands<T> constants = constants(tf, coefficients);
        List<Operand<T>> powers = new ArrayList<>();
        names().forEach(name -> powers.add(tf.gather(constants.get(PREFIX + name), piece, tf.constant(0))));
        Operand<T> s = fraction(tf, t, piece, a);
        Class<T> type = a.asOutput().type();
        if (interpolation.isLinear()) {
            return tf.math.add(a, tf.math.mul(s, powers.get(0)));
        }
        Operand<T> c = tf.math.mul(Tensors.constant(tf, type, 0.5), powers.get(1));
        Operand<T> d = tf.math.div(powers.get(2), Tensors.constant(tf, type, 3));
        Operand<T> inner = tf.math.add(powers.get(0), tf.math.mul(s, tf.math.add(c, tf.math.mul(s, d))));
        return tf.math.add(a, tf.math.mul(s, inner));
    }

    /** The piece that t lies in; the first or last one for times beyond the ends. */
    private Operand<TInt32> piece(Ops tf, Operand<TFloat64> t) {
        Operand<TInt32> before =
                tf.reduceSum(tf.dtypes.cast(tf.math.less(tf.constant(knots), t), TInt32.class), tf.constant(0));
        return tf.math.maximum(
                tf.constant(0), tf.math.minimum(tf.constant(knots.length - 2), tf.math.sub(before, tf.constant(1))));
    }

    private <T extends TFloating> Operand<T> fraction(
            Ops tf, Operand<TFloat64> t, Operand<TInt32> piece, Operand<T> like) {
        Operand<TFloat64> knot = tf.gather(tf.constant(knots), piece, tf.constant(0));
        return tf.dtypes.cast(tf.math.sub(t, knot), like.asOutput().type());
    }
}
