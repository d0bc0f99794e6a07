package io.seminode.models;

import io.seminode.solver.symbolic.SolveOutcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/** Makes one outcome of those of solves one after another. */
public final class Outcomes {
    private Outcomes() {}

    /** Counts are added up, recorded steps strung together; what went wrong is that of the first solve that failed. */
    public static SolveOutcome inOrder(Ops tf, List<SolveOutcome> outcomes) {
        SolveOutcome all = outcomes.get(0);
        for (SolveOutcome next : outcomes.subList(1, outcomes.size())) {
            all = then(tf, all, next);
        }
        return all;
    }

    private static SolveOutcome then(Ops tf, SolveOutcome first, SolveOutcome second) {
        Operand<TBool> failed = tf.math.notEqual(first.status(), tf.constant(0));
        return new SolveOutcome(
                tf.select(failed, first.status(), second.status()),
                tf.select(failed, first.time(), second.time()),
                tf.select(failed, first.step(), second.step()),
                tf.math.add(first.evaluations(), second.evaluations()),
                tf.math.add(first.accepted(), second.accepted()),
                tf.math.add(first.rejected(), second.rejected()),
                tf.select(failed, first.culprit(), second.culprit()),
                tf.select(failed, first.outputs(), second.outputs()),
                records(tf, first, second),
                larger(tf, first.unmeasured(), second.unmeasured()),
                null);
    }

    private static @Nullable Operand<TFloat64> larger(
            Ops tf, @Nullable Operand<TFloat64> a, @Nullable Operand<TFloat64> b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return tf.math.maximum(a, b);
    }

    private static List<Operand<TFloat64>> records(Ops tf, SolveOutcome first, SolveOutcome second) {
        List<Operand<TFloat64>> records = new ArrayList<>();
        for (int i = 0; i < first.record().size(); i++) {
            int capacity = Math.toIntExact(first.record().get(i).shape().get(0));
            Operand<TInt32> count =
                    tf.math.minimum(tf.math.add(first.accepted(), first.rejected()), tf.constant(capacity));
            // The second record begins where the first ends; what does not fit is cut off.
            Operand<TInt32> places = tf.range(tf.constant(0), tf.constant(capacity), tf.constant(1));
            Operand<TBool> ofFirst = tf.math.less(places, count);
            Operand<TInt32> shifted = tf.math.maximum(tf.math.sub(places, count), tf.constant(0));
            Operand<TFloat64> moved = tf.gather(second.record().get(i), shifted, tf.constant(0));
            records.add(tf.select(ofFirst, first.record().get(i), moved));
        }
        return records;
    }
}
