package io.seminode.solver.internal.store;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Rows of {@code [rows, samples, ...]}, another one for each sample. */
public final class SampleRows {
    private SampleRows() {}

    /** The places of row {@code rows[i]} of sample i, [samples, 2]. */
    public static Operand<TInt32> index(Ops tf, Operand<TInt32> rows, int samples) {
        int[] each = new int[samples];
        for (int i = 0; i < samples; i++) {
            each[i] = i;
        }
        return tf.stack(List.of(rows, tf.constant(each)), Stack.axis(1L));
    }

    /** The first rows. */
    public static <U extends TType> Operand<U> without(Ops tf, Operand<U> all, int count) {
        long[] size = all.shape().asArray();
        size[0] = count;
        return tf.slice(all, tf.constant(new long[size.length]), tf.constant(size));
    }

    /** The row of each sample, [samples, ...]. */
    public static <U extends TType> Operand<U> at(Ops tf, Operand<U> all, Operand<TInt32> rows, int samples) {
        return tf.gatherNd(all, index(tf, rows, samples));
    }
}
