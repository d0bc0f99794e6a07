package io.seminode.solver.internal.step;

import io.seminode.solver.control.StepControl;
import io.seminode.solver.tensor.Select;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * A step about to be tried.
 *
 * @param size positive
 * @param dt signed size
 * @param t1 where it ends
 * @param cut whether it was cut to end at the clip time, at a jump or at a step time
 */
public record TrialSize(Operand<TFloat64> size, Operand<TFloat64> dt, Operand<TFloat64> t1, Operand<TBool> cut) {
    /** A step this much short of where it may end is stretched to it, so that no sliver of a step is left. */
    private static final double STRETCH = 1 + 1e-9;

    /**
     * Where steps may go.
     *
     * @param target the time to be reached
     * @param clip no step goes past this time if the loop is a clipped one
     * @param direction 1 or -1, the sign of dt
     * @param most accepted steps, counted from the start of the solve
     */
    public record Limits(
            Operand<TFloat64> target, Operand<TFloat64> clip, Operand<TFloat64> direction, Operand<TInt32> most) {
        public Operand<TFloat64> distance(Ops tf, Operand<TFloat64> from, Operand<TFloat64> to) {
            return tf.math.mul(direction, tf.math.sub(to, from));
        }
    }

    /** The times at which steps must end. */
    public static double[] stops(StepControl steps, List<Double> jumps) {
        return Stream.concat(steps.stepTimes().stream(), jumps.stream())
                .distinct()
                .sorted()
                .mapToDouble(t -> t)
                .toArray();
    }

    /**
     * Plans a step.
     *
     * @param t where it starts
     * @param h the size that is wanted
     * @param clipped whether no step goes past the clip time
     * @param stops times at which steps must end
     * @param longest how long it may be at most; null if that is not known
     */
    public static TrialSize plan(
            Ops tf,
            Operand<TFloat64> t,
            Operand<TFloat64> h,
            Limits limits,
            StepControl steps,
            boolean clipped,
            double[] stops,
            @Nullable Operand<TFloat64> longest) {
        Operand<TFloat64> size = bounded(tf, longest == null ? h : tf.math.minimum(h, longest), steps);
        Operand<TFloat64> direction = limits.direction();
        Operand<TFloat64> planned = tf.math.add(t, tf.math.mul(direction, size));
        if (!clipped && stops.length == 0) {
            return new TrialSize(size, tf.math.mul(direction, size), planned, tf.constant(false));
        }
        Operand<TFloat64> end = end(tf, t, limits, clipped, stops);
        Operand<TFloat64> left = limits.distance(tf, t, end);
        // torchdiffeq cuts a step that would go past a stop and stretches none.
        Operand<TBool> cut = clipped
                ? tf.math.greaterEqual(tf.math.mul(size, tf.constant(STRETCH)), left)
                : tf.math.greater(size, left);
        Operand<TFloat64> taken = Select.choose(tf, cut, left, size);
        return new TrialSize(taken, tf.math.mul(direction, taken), Select.choose(tf, cut, end, planned), cut);
    }

    private static Operand<TFloat64> bounded(Ops tf, Operand<TFloat64> h, StepControl steps) {
        Operand<TFloat64> size = h;
        if (Double.isFinite(steps.largest())) {
            size = tf.math.minimum(size, tf.constant(steps.largest()));
        }
        return steps.smallest() > 0 ? tf.math.maximum(size, tf.constant(steps.smallest())) : size;
    }

    /** The nearest time ahead that no step may go past; infinite if there is none. */
    private static Operand<TFloat64> end(Ops tf, Operand<TFloat64> t, Limits limits, boolean clipped, double[] stops) {
        if (stops.length == 0) {
            return limits.clip();
        }
        // In the direction of the solve; a factor of 1 or -1 does not round.
        Operand<TFloat64> ahead = tf.math.mul(limits.direction(), tf.constant(stops));
        Operand<TFloat64> here = tf.expandDims(tf.math.mul(limits.direction(), t), tf.constant(-1));
        Operand<TFloat64> next = tf.reduceMin(
                tf.select(tf.math.greater(ahead, here), ahead, tf.constant(Double.POSITIVE_INFINITY)), tf.constant(-1));
        if (clipped) {
            next = tf.math.minimum(next, tf.math.mul(limits.direction(), limits.clip()));
        }
        return tf.math.mul(limits.direction(), next);
    }
}
