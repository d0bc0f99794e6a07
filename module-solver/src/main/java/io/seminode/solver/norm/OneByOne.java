package io.seminode.solver.norm;

import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Loops;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** Measures samples with a norm that knows nothing of samples. */
final class OneByOne {
    private OneByOne() {}

    /** A loop over the samples. */
    static <T extends TFloating> Operand<T> measure(Ops tf, Norm norm, List<MeasuredPart<T>> parts) {
        Operand<T> first = parts.get(0).value();
        int samples = Math.toIntExact(first.shape().get(0));
        Operand<T> sizes =
                tf.zeros(tf.constant(new int[] {samples}), first.asOutput().type());
        return Loops.whileLoop(
                        tf,
                        "samples",
                        new Sizes<>(tf.constant(0), sizes),
                        new Given<>(parts),
                        (ops, done, given) -> ops.math.less(done.count(), ops.constant(samples)),
                        (ops, done, given) -> {
                            Operand<T> size = norm.of(ops, sample(ops, given.parts(), done.count()));
                            Operand<T> row = ops.reshape(size, ops.constant(new int[] {1}));
                            Operand<TInt32> place = ops.reshape(done.count(), ops.constant(new int[] {1, 1}));
                            return new Sizes<>(
                                    ops.math.add(done.count(), ops.constant(1)),
                                    ops.tensorScatterNdUpdate(done.sizes(), place, row));
                        })
                .sizes();
    }

    /** Of the first samples; the others are zero yet. */
    private record Sizes<T extends TFloating>(Operand<TInt32> count, Operand<T> sizes) {}

    private record Given<T extends TFloating>(List<MeasuredPart<T>> parts) {}

    private static <T extends TFloating> List<MeasuredPart<T>> sample(
            Ops tf, List<MeasuredPart<T>> parts, Operand<TInt32> i) {
        List<MeasuredPart<T>> sample = new ArrayList<>();
        for (MeasuredPart<T> measured : parts) {
            Part part = measured.part();
            Operand<T> row = tf.gather(measured.value(), tf.expandDims(i, tf.constant(0)), tf.constant(0));
            Part one = new Part(part.name(), part.shape().tail().prepend(1), part.kind(), part.role());
            sample.add(new MeasuredPart<>(one, row));
        }
        return sample;
    }
}
