package io.seminode.solver.internal.system;

import io.seminode.solver.internal.system.OdeSystem.Rates;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * Evaluates the derivative on the far side of a jump, if a step ended at one.
 *
 * @param jumps times at which the field jumps
 */
public record JumpRestart<T extends TFloating>(OdeSystem<T> system, List<Double> jumps) {

    /** Whether the field jumps nowhere. */
    public boolean isEmpty() {
        return jumps.isEmpty();
    }

    /** The rates to go on with after a step from {@code t0} to {@code t1}: those there are, unless it ends at a jump. */
    public Rates<T> rates(
            Ops tf,
            Operand<TFloat64> t0,
            Operand<TFloat64> t1,
            List<Operand<T>> y1,
            Rates<T> near,
            Context<T> context) {
        return isEmpty() ? near : rates(tf, isJump(tf, t1), t1, SolveGraphs.direction(tf, t0, t1), y1, near, context);
    }

    /** Whether the field jumps at {@code t}. */
    public Operand<TBool> isJump(Ops tf, Operand<TFloat64> t) {
        return tf.reduceAny(
                tf.math.equal(
                        tf.constant(jumps.stream().mapToDouble(j -> j).toArray()), tf.expandDims(t, tf.constant(-1))),
                tf.constant(-1));
    }

    /** The number next to {@code t} in the direction of the solve. */
    public static Operand<TFloat64> beyond(Ops tf, Operand<TFloat64> t, Operand<TFloat64> direction) {
        Operand<TFloat64> far = tf.math.mul(direction, tf.constant(Double.POSITIVE_INFINITY));
        return tf.math.nextAfter(t, far);
    }

    /**
     * The rates to go on with.
     *
     * @param wanted whether to evaluate them, for each lane
     * @param near those there are
     */
    public Rates<T> rates(
            Ops tf,
            Operand<TBool> wanted,
            Operand<TFloat64> t,
            Operand<TFloat64> direction,
            List<Operand<T>> y,
            Rates<T> near,
            Context<T> context) {
        return new RatesOnDemand<>(system).rates(tf, wanted, beyond(tf, t, direction), y, near, context);
    }
}
