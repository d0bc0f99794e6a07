package io.seminode.solver.norm;

import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/** What the built-in norms are made of: over everything, or over each sample, which the first axis counts. */
enum Reductions {
    /** Over all axes. */
    WHOLE(0),
    /** Over all axes but the first. */
    EACH(1);

    private final int kept;

    Reductions(int kept) {
        this.kept = kept;
    }

    /** Root mean square: sqrt(sum x_i^2 / n). */
    <T extends TFloating> Operand<T> rms(Ops tf, Operand<T> x) {
        return tf.math.sqrt(tf.math.div(sumOfSquares(tf, x), size(tf, x, count(x.shape()))));
    }

    /** Root mean square over all elements of all parts together. */
    <T extends TFloating> Operand<T> pooledRms(Ops tf, List<MeasuredPart<T>> parts) {
        List<Operand<T>> sums = new ArrayList<>();
        long size = 0;
        for (MeasuredPart<T> part : parts) {
            sums.add(sumOfSquares(tf, part.value()));
            size += count(part.part().shape());
        }
        Operand<T> total = sums.size() == 1 ? sums.get(0) : tf.math.addN(sums);
        return tf.math.sqrt(tf.math.div(total, size(tf, total, size)));
    }

    /** The largest of one number per part. */
    static <T extends TFloating> Operand<T> largest(
            Ops tf, List<MeasuredPart<T>> parts, Function<Operand<T>, Operand<T>> measure) {
        Operand<T> largest = measure.apply(parts.get(0).value());
        for (MeasuredPart<T> part : parts.subList(1, parts.size())) {
            largest = tf.math.maximum(largest, measure.apply(part.value()));
        }
        return largest;
    }

    /** The largest absolute value. */
    <T extends TNumber> Operand<T> maxAbs(Ops tf, Operand<T> x) {
        return tf.reduceMax(tf.math.abs(x), axes(tf, x));
    }

    private <T extends TFloating> Operand<T> sumOfSquares(Ops tf, Operand<T> x) {
        return tf.reduceSum(tf.math.square(x), axes(tf, x));
    }

    private static <T extends TFloating> Operand<T> size(Ops tf, Operand<T> like, long size) {
        return Tensors.constant(tf, like.asOutput().type(), (double) size);
    }

    private long count(Shape shape) {
        return kept == 0 ? shape.size() : shape.size() / shape.get(0);
    }

    private Operand<TInt32> axes(Ops tf, Operand<?> x) {
        int[] axes = new int[x.shape().numDimensions() - kept];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = kept + i;
        }
        return tf.constant(axes);
    }
}
