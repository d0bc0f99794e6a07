package io.seminode.solver.norm;

import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Loops;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/** Measures samples with a norm that knows nothing of samples. */
final class OneByOne {
    private OneByOne() {}

    /** A loop over the samples. */
    static <T extends TFloating> Operand<T> measure(Ops tf, Norm norm, List<MeasuredPart<T>> parts) {
        Operand<T> first = parts.get(0).value();
        int samples = Math.toIntExact(first.shape().get(0));
        Operand<T> sizes =
                tf.zeros(tf.constant(new int[] {samples}), first.asOutput().type());
        List<Operand<T>> values = parts.stream().map(MeasuredPart::value).toList();
        List<Operand<?>> last = Loops.whileLoop(
                tf,
                "samples",
                List.of(tf.constant(0), sizes),
                values,
                (ops, c, fixed) -> ops.math.less(OneByOne.<TInt32>cast(c.get(0)), ops.constant(samples)),
                (ops, c, fixed) -> {
                    Operand<TInt32> i = cast(c.get(0));
                    Operand<T> size = norm.of(ops, sample(ops, parts, fixed, i));
                    Operand<T> row = ops.reshape(size, ops.constant(new int[] {1}));
                    Operand<TInt32> place = ops.reshape(i, ops.constant(new int[] {1, 1}));
                    Operand<T> written = ops.tensorScatterNdUpdate(OneByOne.<T>cast(c.get(1)), place, row);
                    return List.of(ops.math.add(i, ops.constant(1)), written);
                });
        return cast(last.get(1));
    }

    private static <T extends TFloating> List<MeasuredPart<T>> sample(
            Ops tf, List<MeasuredPart<T>> parts, List<Operand<?>> values, Operand<TInt32> i) {
        List<MeasuredPart<T>> sample = new ArrayList<>();
        for (int p = 0; p < parts.size(); p++) {
            Part part = parts.get(p).part();
            Operand<T> row =
                    tf.gather(OneByOne.<T>cast(values.get(p)), tf.expandDims(i, tf.constant(0)), tf.constant(0));
            Part one = new Part(part.name(), part.shape().tail().prepend(1), part.kind(), part.role());
            sample.add(new MeasuredPart<>(one, row));
        }
        return sample;
    }

    @SuppressWarnings("unchecked") // the loop carries what it was given
    private static <U extends TType> Operand<U> cast(Operand<?> operand) {
        return (Operand<U>) operand;
    }
}
