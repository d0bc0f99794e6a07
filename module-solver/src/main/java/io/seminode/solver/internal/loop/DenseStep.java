package io.seminode.solver.internal.loop;

import io.seminode.solver.internal.system.StepInterpolant;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * The last accepted step, as far as interpolation by a {@link StepInterpolant} needs it.
 *
 * @param t0 start of the step
 * @param y0 values there
 * @param f0 derivatives there
 * @param f1 derivatives at the end, if the next step begins with others
 * @param yMid values in the middle; empty if the method has none
 */
record DenseStep<T extends TFloating>(
        Operand<TFloat64> t0, List<Operand<T>> y0, List<Operand<T>> f0, List<Operand<T>> f1, List<Operand<T>> yMid) {

    /**
     * The solution at time {@code t} inside the step.
     *
     * @param t1 end of the step
     * @param y1 values there
     * @param next derivatives that the next step begins with
     */
    List<Operand<T>> interpolate(
            Ops tf,
            Class<T> type,
            StepInterpolant interpolant,
            Operand<TFloat64> t,
            Operand<TFloat64> t1,
            List<Operand<T>> y1,
            List<Operand<T>> next) {
        List<Operand<T>> end = f1.isEmpty() ? next : f1;
        Operand<TFloat64> width = tf.math.sub(t1, t0);
        // No step was made yet if the width is zero: then every value is the first one.
        Operand<TFloat64> x = tf.math.divNoNan(tf.math.sub(t, t0), width);
        List<Operand<T>> weights = interpolant.weights(tf, type, x, width);
        List<Operand<T>> values = new ArrayList<>();
        for (int i = 0; i < y0.size(); i++) {
            List<Operand<T>> known = new ArrayList<>(List.of(y0.get(i), y1.get(i), f0.get(i), end.get(i)));
            if (!yMid.isEmpty()) {
                known.add(yMid.get(i));
            }
            values.add(StepInterpolant.combine(tf, weights, known));
        }
        return values;
    }
}
