package io.seminode.solver.internal.step;

import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.StepErrors;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.tensor.Rows;
import io.seminode.solver.tensor.Select;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
public record FirstStep<T extends TFloating>(OdeSystem<T> system, StepSettings settings, StepErrors<T> errors) {
    private static final double FALLBACK = 1e-6;

    /**
     * Adds the operations.
     *
     * @param end where the field is asked for at most; null to ask wherever the estimate leads, as torchdiffeq does
     */
    public Operand<TFloat64> choose(
            Ops tf,
            Operand<TFloat64> t0,
            Operand<TFloat64> direction,
            List<Operand<T>> y0,
            List<Operand<T>> f0,
            @Nullable Operand<TFloat64> end,
            Context<T> context) {
        List<Operand<T>> sizes =
                y0.stream().map(y -> (Operand<T>) tf.math.abs(y)).toList();
        Operand<T> d0 = norm(tf, y0, sizes);
        Operand<T> d1 = norm(tf, f0, sizes);
        Operand<TBool> tiny = tf.math.logicalOr(tf.math.less(d0, number(tf, 1e-5)), tf.math.less(d1, number(tf, 1e-5)));
        Operand<T> h0 =
                Select.choose(tf, tiny, number(tf, FALLBACK), tf.math.div(tf.math.mul(number(tf, 0.01), d0), d1));

        if (end != null) {
            // The field need not be known, or be of that size, beyond the end or the largest step.
            h0 = tf.math.minimum(h0, tf.dtypes.cast(farthest(tf, t0, end), system.type()));
        }
        Operand<T> signed = tf.math.mul(tf.dtypes.cast(direction, system.type()), h0);
        List<Operand<T>> y1 = new ArrayList<>();
        for (int i = 0; i < y0.size(); i++) {
            y1.add(tf.math.add(y0.get(i), tf.math.mul(Rows.along(tf, signed, f0.get(i)), f0.get(i))));
        }
        Operand<TFloat64> t1 = tf.math.add(t0, tf.dtypes.cast(signed, TFloat64.class));
        if (end != null) {
            t1 = Select.choose(tf, isBeyond(tf, t1, end, direction), end, t1);
        }
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
        Operand<T> h1 = Select.choose(tf, tf.math.lessEqual(largest, number(tf, 1e-15)), flat, curved);
        Operand<TFloat64> h = tf.dtypes.cast(tf.math.minimum(tf.math.mul(number(tf, 100), h0), h1), TFloat64.class);
        // A field that is not finite at the start gives no step size; the loop then finds out and says so.
        Operand<TBool> isGood = tf.math.logicalAnd(tf.math.isFinite(h), tf.math.greater(h, tf.constant(0.0)));
        return Select.choose(tf, isGood, h, tf.constant(FALLBACK));
    }

    /** How far the field may be asked for; a solve that goes nowhere has no first step. */
    private Operand<TFloat64> farthest(Ops tf, Operand<TFloat64> t0, Operand<TFloat64> end) {
        Operand<TFloat64> span = tf.math.abs(tf.math.sub(end, t0));
        Operand<TFloat64> far = tf.constant(Double.POSITIVE_INFINITY);
        Operand<TFloat64> most = Select.choose(
                tf,
                tf.math.greater(span, tf.constant(0.0)),
                span,
                system.lanes().spread(tf, far));
        return tf.math.minimum(most, tf.constant(settings.steps().largest()));
    }

    /** In float32 a distance is rounded. */
    private static Operand<TBool> isBeyond(
            Ops tf, Operand<TFloat64> t, Operand<TFloat64> end, Operand<TFloat64> direction) {
        return tf.math.greater(tf.math.mul(direction, tf.math.sub(t, end)), tf.constant(0.0));
    }

    private Operand<T> norm(Ops tf, List<Operand<T>> values, List<Operand<T>> sizes) {
        return errors.size(tf, errors.scaled(tf, values, sizes));
    }

    private Operand<T> number(Ops tf, double value) {
        return Tensors.constant(tf, system.type(), value);
    }
}
