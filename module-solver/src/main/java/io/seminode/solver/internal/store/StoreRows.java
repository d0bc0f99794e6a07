package io.seminode.solver.internal.store;

import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Bundle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Empty;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/** Rows of buffers that a loop carries along. */
public final class StoreRows {
    private StoreRows() {}

    /** A buffer to be written before it is read: memory that is never written is never touched. */
    public static <U extends TType> Operand<U> empty(Ops tf, Class<U> type, Shape shape) {
        int[] sizes = Arrays.stream(shape.asArray()).mapToInt(Math::toIntExact).toArray();
        return tf.empty(tf.constant(sizes), type, Empty.init(false));
    }

    /** Room for so many values of each part. */
    public static <T extends TFloating> List<Operand<T>> empty(Ops tf, Class<T> type, List<Part> parts, long count) {
        return parts.stream()
                .map(part -> empty(tf, type, part.shape().prepend(count)))
                .toList();
    }

    /** The buffers with one row each replaced. */
    public static <R extends Record> R write(Ops tf, R buffers, Operand<TInt32> place, R rows) {
        Bundle<R> bundle = Bundle.like(buffers);
        List<Operand<?>> all = bundle.flatten(buffers);
        List<Operand<?>> each = bundle.flatten(rows);
        List<Operand<?>> written = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            written.add(writeOne(tf, all.get(i), place, each.get(i)));
        }
        return bundle.of(written);
    }

    /** The same for lists. */
    static <T extends TFloating> List<Operand<T>> write(
            Ops tf, List<Operand<T>> buffers, Operand<TInt32> place, List<Operand<T>> rows) {
        List<Operand<T>> written = new ArrayList<>();
        for (int i = 0; i < buffers.size(); i++) {
            written.add(SolveGraphs.withRow(tf, buffers.get(i), place, rows.get(i)));
        }
        return written;
    }

    @SuppressWarnings("unchecked") // a row has the type of its buffer
    private static <U extends TType> Operand<U> writeOne(
            Ops tf, Operand<?> buffer, Operand<TInt32> place, Operand<?> row) {
        return SolveGraphs.withRow(tf, (Operand<U>) buffer, place, (Operand<U>) row);
    }
}
