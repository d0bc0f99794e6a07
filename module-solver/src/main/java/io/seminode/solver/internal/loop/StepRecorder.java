package io.seminode.solver.internal.loop;

import io.seminode.solver.internal.step.TrialSize;
import io.seminode.solver.tensor.Select;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The steps so far, as far as there is room.
 *
 * @param starts [capacity]
 * @param sizes signed, [capacity]
 * @param acceptances 1 or 0, [capacity]
 */
public record StepRecorder(Operand<TFloat64> starts, Operand<TFloat64> sizes, Operand<TFloat64> acceptances) {

    /** No step yet, and room for so many; empty if there is none. */
    static Optional<StepRecorder> start(Ops tf, int capacity) {
        return capacity == 0
                ? Optional.empty()
                : Optional.of(new StepRecorder(
                        tf.constant(new double[capacity]),
                        tf.constant(new double[capacity]),
                        tf.constant(new double[capacity])));
    }

    /** The record with a trial step, as long as there is room. */
    <T extends TFloating> StepRecorder with(
            Ops tf, LoopState<T> s, TrialSize trial, Operand<TBool> stuck, Operand<TBool> accept, int capacity) {
        Operand<TInt32> count = tf.math.add(s.accepted(), s.rejected());
        Operand<TInt32> lastPlace = tf.constant(capacity - 1);
        Operand<TBool> unchanged = tf.math.logicalOr(stuck, tf.math.greater(count, lastPlace));
        Operand<TInt32> place = tf.math.minimum(count, lastPlace);
        // Not in place: what was there is still wanted.
        StepRecorder written = new StepRecorder(
                written(tf, starts, place, s.t()),
                written(tf, sizes, place, trial.dt()),
                written(tf, acceptances, place, tf.dtypes.cast(accept, TFloat64.class)));
        return Select.chooseAll(tf, unchanged, this, written);
    }

    private static Operand<TFloat64> written(
            Ops tf, Operand<TFloat64> all, Operand<TInt32> place, Operand<TFloat64> value) {
        return tf.tensorScatterNdUpdate(
                all, tf.reshape(place, tf.constant(new int[] {1, 1})), tf.reshape(value, tf.constant(new int[] {1})));
    }

    /** For an outcome. */
    List<Operand<TFloat64>> list() {
        return List.of(starts, sizes, acceptances);
    }
}
