package io.seminode.solver.internal.store;

import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Empty;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Rows of buffers that a loop carries along. */
public final class StoreRows {
    private StoreRows() {}

    /** Buffers to be written before they are read: memory that is never written is never touched. */
    public static List<Operand<?>> empty(Ops tf, List<TensorSpec> specs) {
        List<Operand<?>> buffers = new ArrayList<>();
        for (TensorSpec spec : specs) {
            buffers.add(tf.empty(tf.constant(dimensions(spec)), spec.type(), Empty.init(false)));
        }
        return buffers;
    }

    /** The buffers with one row each replaced. */
    public static List<Operand<?>> write(
            Ops tf, List<Operand<?>> buffers, Operand<TInt32> place, List<Operand<?>> rows) {
        List<Operand<?>> written = new ArrayList<>();
        for (int i = 0; i < buffers.size(); i++) {
            written.add(writeOne(tf, buffers.get(i), place, rows.get(i)));
        }
        return written;
    }

    @SuppressWarnings("unchecked") // a row has the type of its buffer
    private static <U extends TType> Operand<U> writeOne(
            Ops tf, Operand<?> buffer, Operand<TInt32> place, Operand<?> row) {
        return SolveGraphs.withRow(tf, (Operand<U>) buffer, place, (Operand<U>) row);
    }

    private static int[] dimensions(TensorSpec spec) {
        long[] sizes = spec.shape().asArray();
        return Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray();
    }
}
