package io.seminode.solver.internal;

import io.seminode.solver.internal.OdeSystem.Rates;
import io.seminode.solver.tensor.Loops;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * Evaluates the derivative on the far side of a jump, if a step ended at one.
 *
 * <p>The evaluation is the body of a loop that goes round once or not at all: that costs nothing where there is no jump,
 * and a conditional would do the same.
 *
 * @param jumps times at which the field jumps
 */
record JumpRestart<T extends TFloating>(OdeSystem<T> system, List<Double> jumps) {

    /** Whether the field jumps nowhere. */
    boolean isEmpty() {
        return jumps.isEmpty();
    }

    /** The rates to go on with after a step from {@code t0} to {@code t1}: those there are, unless it ends at a jump. */
    Rates<T> rates(
            Ops tf,
            Operand<TFloat64> t0,
            Operand<TFloat64> t1,
            List<Operand<T>> y1,
            Rates<T> near,
            List<Operand<?>> context) {
        return isEmpty() ? near : rates(tf, isJump(tf, t1), t1, SolveGraphs.direction(tf, t0, t1), y1, near, context);
    }

    /** Whether the field jumps at {@code t}. */
    Operand<TBool> isJump(Ops tf, Operand<TFloat64> t) {
        return tf.reduceAny(
                tf.math.equal(
                        tf.constant(jumps.stream().mapToDouble(j -> j).toArray()), tf.expandDims(t, tf.constant(-1))),
                tf.constant(-1));
    }

    /** The number next to {@code t} in the direction of the solve. */
    static Operand<TFloat64> beyond(Ops tf, Operand<TFloat64> t, Operand<TFloat64> direction) {
        Operand<TFloat64> far = tf.math.mul(direction, tf.constant(Double.POSITIVE_INFINITY));
        return tf.math.nextAfter(t, far);
    }

    /**
     * The rates to go on with.
     *
     * @param wanted whether to evaluate them, for each lane
     * @param near those there are
     */
    Rates<T> rates(
            Ops tf,
            Operand<TBool> wanted,
            Operand<TFloat64> t,
            Operand<TFloat64> direction,
            List<Operand<T>> y,
            Rates<T> near,
            List<Operand<?>> context) {
        Lanes lanes = system.lanes();
        List<Operand<?>> carried = new ArrayList<>();
        carried.add(lanes.any(tf, wanted));
        carried.addAll(near.staged());
        carried.addAll(near.lazy());
        List<Operand<?>> invariants = new ArrayList<>();
        invariants.add(beyond(tf, t, direction));
        invariants.add(wanted);
        invariants.addAll(y);
        invariants.addAll(context);
        List<Operand<?>> last = Loops.whileLoop(
                tf, "jump", carried, invariants, (ops, c, fixed) -> LoopState.take(c.iterator()), (ops, c, fixed) -> {
                    Iterator<Operand<?>> next = fixed.iterator();
                    Operand<TFloat64> far = LoopState.take(next);
                    Operand<TBool> here = LoopState.take(next);
                    Rates<T> found = system.rates(
                            ops,
                            far,
                            LoopState.take(next, y.size()),
                            fixed.subList(2 + y.size(), fixed.size()),
                            !near.lazy().isEmpty());
                    List<Operand<?>> done = new ArrayList<>();
                    done.add(ops.constant(false));
                    Iterator<Operand<?>> old = c.subList(1, c.size()).iterator();
                    done.addAll(lanes.chosen(
                            ops,
                            here,
                            found.staged(),
                            LoopState.take(old, near.staged().size())));
                    done.addAll(lanes.chosen(
                            ops,
                            here,
                            found.lazy(),
                            LoopState.take(old, near.lazy().size())));
                    return done;
                });
        Iterator<Operand<?>> found = last.subList(1, last.size()).iterator();
        return new Rates<>(
                LoopState.take(found, near.staged().size()),
                LoopState.take(found, near.lazy().size()));
    }
}
