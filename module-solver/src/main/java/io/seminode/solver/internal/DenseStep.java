package io.seminode.solver.internal;

import static io.seminode.solver.internal.LoopState.take;

import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * The last accepted step, as far as interpolation needs it: the quartic through both ends and the middle with the
 * derivatives at both ends, or without a value in the middle the cubic through both ends (Hermite's).
 *
 * <p>Source of the quartic: L. F. Shampine, "Some practical Runge-Kutta formulas", Math. Comp. 46 (1986), pages 135-150.
 *
 * @param t0 start of the step
 * @param y0 values there
 * @param f0 derivatives there
 * @param yMid values in the middle, or empty
 */
record DenseStep<T extends TFloating>(
        Operand<TFloat64> t0, List<Operand<T>> y0, List<Operand<T>> f0, List<Operand<T>> yMid) {

    void packInto(List<Operand<?>> all) {
        all.add(t0);
        all.addAll(y0);
        all.addAll(f0);
        all.addAll(yMid);
    }

    DenseStep<T> unpack(Iterator<Operand<?>> next) {
        return new DenseStep<>(take(next), take(next, y0.size()), take(next, f0.size()), take(next, yMid.size()));
    }

    /**
     * The solution at time {@code t} inside the step.
     *
     * @param t1 end of the step
     * @param y1 values there
     * @param f1 derivatives there
     */
    List<Operand<T>> interpolate(
            Ops tf,
            Class<T> type,
            Operand<TFloat64> t,
            Operand<TFloat64> t1,
            List<Operand<T>> y1,
            List<Operand<T>> f1) {
        Operand<TFloat64> width = tf.math.sub(t1, t0);
        // No step was made yet if the width is zero: then every value is the first one.
        Operand<T> x = tf.dtypes.cast(tf.math.divNoNan(tf.math.sub(t, t0), width), type);
        Operand<T> dt = tf.dtypes.cast(width, type);
        List<Operand<T>> values = new ArrayList<>();
        for (int i = 0; i < y0.size(); i++) {
            values.add(
                    yMid.isEmpty()
                            ? cubic(tf, type, x, dt, i, y1.get(i), f1.get(i))
                            : quartic(tf, type, x, dt, i, y1.get(i), f1.get(i)));
        }
        return values;
    }

    private Operand<T> quartic(
            Ops tf, Class<T> type, Operand<T> x, Operand<T> dt, int part, Operand<T> end, Operand<T> endSlope) {
        Operand<T> start = y0.get(part);
        Operand<T> middle = yMid.get(part);
        Operand<T> slope0 = tf.math.mul(dt, f0.get(part));
        Operand<T> slope1 = tf.math.mul(dt, endSlope);
        Operand<T> a = sum(tf, type, slope1, 2, slope0, -2, end, -8, start, -8, middle, 16);
        Operand<T> b = sum(tf, type, slope0, 5, slope1, -3, start, 18, end, 14, middle, -32);
        Operand<T> c = sum(tf, type, slope1, 1, slope0, -4, start, -11, end, -5, middle, 16);
        Operand<T> value = tf.math.add(tf.math.mul(a, x), b);
        value = tf.math.add(tf.math.mul(value, x), c);
        value = tf.math.add(tf.math.mul(value, x), slope0);
        return tf.math.add(tf.math.mul(value, x), start);
    }

    private Operand<T> cubic(
            Ops tf, Class<T> type, Operand<T> x, Operand<T> dt, int part, Operand<T> end, Operand<T> endSlope) {
        Operand<T> start = y0.get(part);
        Operand<T> slope0 = tf.math.mul(dt, f0.get(part));
        Operand<T> slope1 = tf.math.mul(dt, endSlope);
        Operand<T> rise = tf.math.sub(end, start);
        Operand<T> two = Tensors.constant(tf, type, 2);
        Operand<T> three = Tensors.constant(tf, type, 3);
        Operand<T> a = tf.math.sub(tf.math.add(slope0, slope1), tf.math.mul(two, rise));
        Operand<T> b = tf.math.sub(tf.math.sub(tf.math.mul(three, rise), tf.math.mul(two, slope0)), slope1);
        Operand<T> value = tf.math.add(tf.math.mul(a, x), b);
        value = tf.math.add(tf.math.mul(value, x), slope0);
        return tf.math.add(tf.math.mul(value, x), start);
    }

    private Operand<T> sum(
            Ops tf,
            Class<T> type,
            Operand<T> x1,
            double w1,
            Operand<T> x2,
            double w2,
            Operand<T> x3,
            double w3,
            Operand<T> x4,
            double w4,
            Operand<T> x5,
            double w5) {
        return tf.math.addN(List.of(
                tf.math.mul(Tensors.constant(tf, type, w1), x1),
                tf.math.mul(Tensors.constant(tf, type, w2), x2),
                tf.math.mul(Tensors.constant(tf, type, w3), x3),
                tf.math.mul(Tensors.constant(tf, type, w4), x4),
                tf.math.mul(Tensors.constant(tf, type, w5), x5)));
    }
}
