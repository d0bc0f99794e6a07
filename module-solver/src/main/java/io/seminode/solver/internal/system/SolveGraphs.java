package io.seminode.solver.internal.system;

import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Rows;
import io.seminode.solver.tensor.Select;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/** Operations that forward and backward solves share. */
public final class SolveGraphs {
    private SolveGraphs() {}

    /** The entry at index {@code i} along the first axis. */
    public static <U extends TType> Operand<U> at(Ops tf, Operand<U> rows, Operand<TInt32> i) {
        return tf.gather(rows, i, tf.constant(0));
    }

    /** The rows with the one at index {@code i} replaced. */
    public static <U extends TType> Operand<U> withRow(Ops tf, Operand<U> rows, Operand<TInt32> i, Operand<U> row) {
        return Rows.with(tf, rows, i, row);
    }

    /** Room for n values of a part, the first one filled. */
    public static <T extends TFloating> Operand<T> firstOf(Ops tf, Class<T> type, Part part, int n, Operand<T> first) {
        Operand<T> rest = Tensors.zeros(tf, type, Shape.of(n - 1L).append(part.shape()));
        return n == 1
                ? tf.expandDims(first, tf.constant(0))
                : tf.concat(List.of(tf.expandDims(first, tf.constant(0)), rest), tf.constant(0));
    }

    /** 1 or -1: the sign of the time that is integrated over. */
    public static Operand<TFloat64> direction(Ops tf, Operand<TFloat64> from, Operand<TFloat64> to) {
        return Select.choose(tf, tf.math.greaterEqual(to, from), tf.constant(1.0), tf.constant(-1.0));
    }

    /** Zero for each part. */
    public static <T extends TFloating> List<Operand<T>> zeros(Ops tf, Class<T> type, List<Part> parts) {
        List<Operand<T>> zeros = new ArrayList<>();
        parts.forEach(p -> zeros.add(Tensors.zeros(tf, type, p.shape())));
        return zeros;
    }

    public static <T extends TFloating> Rates<T> zeroRates(Ops tf, OdeSystem<T> system) {
        return new Rates<>(zeros(tf, system.type(), system.staged()), zeros(tf, system.type(), system.lazy()));
    }

    /** Sums, one by one. */
    public static <T extends TFloating> List<Operand<T>> sums(Ops tf, List<Operand<T>> a, List<Operand<T>> b) {
        List<Operand<T>> sums = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            sums.add(tf.math.add(a.get(i), b.get(i)));
        }
        return sums;
    }
}
