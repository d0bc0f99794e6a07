package io.seminode.solver.internal;

import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * Chooses the first step size from the size of the state, its first derivative and an estimate of its second, all in the
 * norm of the solve.
 *
 * <p>Source: Hairer, Norsett and Wanner, "Solving Ordinary Differential Equations I", second edition, section II.4,
 * "Starting step size"; order and rounding as in torchdiffeq.
 */
record FirstStep<T extends TFloating>(OdeSystem<T> system, StepSettings settings, StepErrors<T> errors) {
    private static final double FALLBACK = 1e-6;

    Operand<TFloat64> choose(
            Ops tf,
            Operand<TFloat64> t0,
            Operand<TFloat64> direction,
            List<Operand<T>> y0,
            List<Operand<T>> f0,
            List<Operand<?>> context) {
        List<Operand<T>> sizes =
                y0.stream().map(y -> (Operand<T>) tf.math.abs(y)).toList();
        Operand<T> d0 = norm(tf, y0, sizes);
        Operand<T> d1 = norm(tf, f0, sizes);
        Operand<TBool> tiny = tf.math.logicalOr(tf.math.less(d0, number(tf, 1e-5)), tf.math.less(d1, number(tf, 1e-5)));
        Operand<T> h0 =
                StepLoop.choose(tf, tiny, number(tf, FALLBACK), tf.math.div(tf.math.mul(number(tf, 0.01), d0), d1));

        Operand<T> signed = tf.math.mul(tf.dtypes.cast(direction, system.type()), h0);
        List<Operand<T>> y1 = new ArrayList<>();
        for (int i = 0; i < y0.size(); i++) {
            y1.add(tf.math.add(y0.get(i), tf.math.mul(Lanes.along(tf, signed, f0.get(i)), f0.get(i))));
        }
        Operand<TFloat64> t1 = tf.math.add(t0, tf.dtypes.cast(signed, TFloat64.class));
        List<Operand<T>> f1 = system.rates(tf, t1, y1, context, false).staged();
        List<Operand<T>> change = new ArrayList<>();
        for (int i = 0; i < f0.size(); i++) {
            change.add(tf.math.sub(f1.get(i), f0.get(i)));
        }
        Operand<T> d2 = tf.math.div(norm(tf, change, sizes), h0);

        Operand<T> largest = tf.math.maximum(d1, d2);
        Operand<T> flat = tf.math.maximum(number(tf, FALLBACK), tf.math.mul(h0, number(tf, 1e-3)));
        Operand<T> curved = tf.math.pow(
                tf.math.div(number(tf, 0.01), largest),
                number(tf, 1.0 / settings.tableau().errorOrder()));
        Operand<T> h1 = StepLoop.choose(tf, tf.math.lessEqual(largest, number(tf, 1e-15)), flat, curved);
        Operand<TFloat64> h = tf.dtypes.cast(tf.math.minimum(tf.math.mul(number(tf, 100), h0), h1), TFloat64.class);
        // A field that is not finite at the start gives no step size; the loop then finds out and says so.
        return StepLoop.choose(tf, tf.math.isFinite(h), h, tf.constant(FALLBACK));
    }

    private Operand<T> norm(Ops tf, List<Operand<T>> values, List<Operand<T>> sizes) {
        return errors.size(tf, errors.scaled(tf, values, sizes));
    }

    private Operand<T> number(Ops tf, double value) {
        return Tensors.constant(tf, system.type(), value);
    }
}
