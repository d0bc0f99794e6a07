package io.seminode.solver.internal.system;

import io.seminode.solver.tensor.Rows;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * Interpolation in a step: at the fraction x of the step, the solution is the sum of known values with weights that are
 * polynomials of x.
 *
 * <p>The known values are, in this order: y0, y1, dt f0, dt f1 and, for the quartic, the value in the middle.
 */
public final class StepInterpolant {
    /** The cubic through both ends with the derivatives there (Hermite). */
    static final StepInterpolant CUBIC =
            new StepInterpolant(new double[][] {{1, 0, -3, 2}, {0, 0, 3, -2}, {0, 1, -2, 1}, {0, 0, -1, 1}});

    /** The straight line through both ends. */
    static final StepInterpolant LINEAR = new StepInterpolant(new double[][] {{1, -1}, {0, 1}, {0, 0}, {0, 0}});

    /**
     * The quartic through both ends and the middle with the derivatives at both ends.
     *
     * <p>Source: L. F. Shampine, "Some practical Runge-Kutta formulas", Math. Comp. 46 (1986), pages 135-150.
     */
    public static final StepInterpolant QUARTIC = new StepInterpolant(new double[][] {
        {1, 0, -11, 18, -8}, {0, 0, -5, 14, -8}, {0, 1, -4, 5, -2}, {0, 0, 1, -3, 2}, {0, 0, 16, -32, 16}
    });

    /** Place of y0 among the known values. */
    public static final int Y0 = 0;

    /** Place of y1 among the known values. */
    public static final int Y1 = 1;

    /** Place of f0 among the known values. */
    public static final int F0 = 2;

    /** Place of f1 among the known values. */
    public static final int F1 = 3;

    /** Place of the middle among the known values, if there is one. */
    public static final int MIDDLE = 4;

    /** For each known value, the coefficients of x^0, x^1 and so on. */
    private final double[][] coefficients;

    private final double[][] derivatives;

    private StepInterpolant(double[][] coefficients) {
        this.coefficients = coefficients;
        this.derivatives = new double[coefficients.length][];
        for (int i = 0; i < coefficients.length; i++) {
            derivatives[i] = new double[coefficients[i].length - 1];
            for (int power = 1; power < coefficients[i].length; power++) {
                derivatives[i][power - 1] = power * coefficients[i][power];
            }
        }
    }

    /** The interpolant for steps with or without a value in the middle. */
    public static StepInterpolant of(boolean withMiddle) {
        return withMiddle ? QUARTIC : CUBIC;
    }

    /** The power of the step size that its error in one step shrinks with: a polynomial of degree p misses the term p + 1. */
    int order() {
        return coefficients[0].length;
    }

    /** How many values are weighted. */
    public int count() {
        return coefficients.length;
    }

    /** The weights at fraction {@code x}. */
    public double[] weights(double x) {
        return polynomials(coefficients, x);
    }

    /** The derivatives of the weights by x. */
    public double[] slopes(double x) {
        return polynomials(derivatives, x);
    }

    private static double[] polynomials(double[][] coefficients, double x) {
        double[] values = new double[coefficients.length];
        for (int i = 0; i < values.length; i++) {
            for (int power = coefficients[i].length - 1; power >= 0; power--) {
                values[i] = values[i] * x + coefficients[i][power];
            }
        }
        return values;
    }

    /**
     * The weights of y0, y1, f0, f1 and the middle at fraction {@code x} of a step of signed size {@code dt}.
     *
     * @return for each lane, in the precision of the state
     */
    public <T extends TFloating> List<Operand<T>> weights(
            Ops tf, Class<T> type, Operand<TFloat64> x, Operand<TFloat64> dt) {
        List<Operand<T>> weights = new ArrayList<>();
        for (int i = 0; i < coefficients.length; i++) {
            double[] c = coefficients[i];
            Operand<TFloat64> value = tf.constant(c[c.length - 1]);
            for (int power = c.length - 2; power >= 0; power--) {
                value = tf.math.add(tf.math.mul(value, x), tf.constant(c[power]));
            }
            boolean isSlope = i == F0 || i == F1;
            weights.add(tf.dtypes.cast(isSlope ? tf.math.mul(value, dt) : value, type));
        }
        return weights;
    }

    /** The weighted sum of the known values of a part: y0, y1, f0, f1 and the middle. */
    public static <T extends TFloating> Operand<T> combine(Ops tf, List<Operand<T>> weights, List<Operand<T>> known) {
        List<Operand<T>> terms = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            terms.add(tf.math.mul(Rows.along(tf, weights.get(i), known.get(i)), known.get(i)));
        }
        return tf.math.addN(terms);
    }
}
