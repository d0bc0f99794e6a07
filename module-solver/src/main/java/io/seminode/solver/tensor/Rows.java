package io.seminode.solver.tensor;

import java.util.Arrays;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Rows of buffers that loops carry along: a write costs as much as the row, not as much as the buffer. */
public final class Rows {
    /** Name of what writes one row. */
    static final String ONE = "write_row";

    /** Name of what writes rows that are zero yet. */
    static final String FIRST_TIME = "write_zero_rows";

    private Rows() {}

    /**
     * The rows with one replaced.
     *
     * @param rows [n, ...]
     * @param i scalar, which one
     * @param row [...]
     */
    public static <U extends TType> Operand<U> with(Ops tf, Operand<U> rows, Operand<TInt32> i, Operand<U> row) {
        Operand<TInt32> index = tf.reshape(i, tf.constant(new int[] {1, 1}));
        return tf.withName(ONE).tensorScatterNdUpdate(rows, index, tf.expandDims(row, tf.constant(0)));
    }

    /**
     * The rows with some replaced that are zero, each written once; what is written to a row again may be added.
     *
     * @param index [count, 2]: first and second index of each
     * @param values [count, ...]
     */
    public static <U extends TType> Operand<U> withZerosReplaced(
            Ops tf, Operand<U> rows, Operand<TInt32> index, Operand<U> values) {
        return tf.withName(FIRST_TIME).tensorScatterNdUpdate(rows, index, values);
    }

    /** A scalar as it is, numbers per row in a shape that broadcasts along the values. */
    public static <U extends TType> Operand<U> along(Ops tf, Operand<U> numbers, Operand<?> values) {
        int rank = values.shape().numDimensions();
        if (numbers.shape().numDimensions() == 0 || rank <= 1) {
            return numbers;
        }
        int[] shape = new int[rank];
        Arrays.fill(shape, 1);
        shape[0] = Math.toIntExact(numbers.shape().get(0));
        return tf.reshape(numbers, tf.constant(shape));
    }
}
