package io.seminode.solver.internal.loop;

import io.seminode.solver.internal.step.TrialSize;
import io.seminode.solver.tensor.Select;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** Records steps: start, signed size, accepted or not. */
final class StepRecorder {
    private StepRecorder() {}

    /** No step yet, and room for so many. */
    static List<Operand<TFloat64>> start(Ops tf, int capacity) {
        List<Operand<TFloat64>> record = new ArrayList<>();
        if (capacity > 0) {
            for (int i = 0; i < 3; i++) {
                record.add(tf.constant(new double[capacity]));
            }
        }
        return record;
    }

    /** The record with a trial step, as long as there is room. */
    static <T extends TFloating> List<Operand<TFloat64>> next(
            Ops tf, LoopState<T> s, TrialSize trial, Operand<TBool> stuck, Operand<TBool> accept, int capacity) {
        if (s.record().isEmpty()) {
            return s.record();
        }
        Operand<TInt32> count = tf.math.add(s.accepted(), s.rejected());
        Operand<TInt32> lastPlace = tf.constant(capacity - 1);
        Operand<TBool> unchanged = tf.math.logicalOr(stuck, tf.math.greater(count, lastPlace));
        Operand<TInt32> place = tf.math.minimum(count, lastPlace);
        Operand<TInt32> index = tf.reshape(place, tf.constant(new int[] {1, 1}));
        List<Operand<TFloat64>> values = List.of(s.t(), trial.dt(), tf.dtypes.cast(accept, TFloat64.class));
        List<Operand<TFloat64>> next = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Operand<TFloat64> old = s.record().get(i);
            Operand<TFloat64> written =
                    tf.tensorScatterNdUpdate(old, index, tf.reshape(values.get(i), tf.constant(new int[] {1})));
            next.add(Select.choose(tf, unchanged, old, written));
        }
        return next;
    }
}
