package io.seminode.solver.internal.step;

import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.FlatParts;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.tensor.Gradients;
import io.seminode.solver.tensor.Loops;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The Jacobian of a system by some of its parts, row by row: a loop over vector-Jacobian products, so that the graph holds
 * one of them.
 */
record Jacobian<T extends TFloating>(OdeSystem<T> system, FlatParts<T> parts) {

    private record Rows<T extends TFloating>(Operand<TInt32> i, Operand<T> rows) {}

    private record At<T extends TFloating>(Operand<TFloat64> t, List<Operand<T>> y, Context<T> context) {}

    /** The matrix df_i/dy_j at time {@code t}. */
    Operand<T> at(Ops tf, Operand<TFloat64> t, List<Operand<T>> y, Context<T> context) {
        int size = parts.size();
        Operand<T> none = Tensors.zeros(tf, system.type(), Shape.of(size, size));
        return Loops.whileLoop(
                        tf,
                        "jacobian",
                        new Rows<>(tf.constant(0), none),
                        new At<>(t, y, context),
                        (ops, done, at) -> ops.math.less(done.i(), ops.constant(size)),
                        (ops, done, at) -> new Rows<>(
                                ops.math.add(done.i(), ops.constant(1)),
                                SolveGraphs.withRow(ops, done.rows(), done.i(), row(ops, done.i(), at))))
                .rows();
    }

    private Operand<T> row(Ops tf, Operand<TInt32> i, At<T> at) {
        List<Operand<T>> y = at.y();
        List<Operand<T>> f = system.differentiable(tf, at.t(), y, at.context());
        Operand<T> unit = tf.oneHot(
                i,
                tf.constant(parts.size()),
                Tensors.constant(tf, system.type(), 1),
                Tensors.constant(tf, system.type(), 0));
        List<Operand<T>> zeros = new ArrayList<>();
        y.forEach(part -> zeros.add(tf.zerosLike(part)));
        List<Operand<T>> cotangents = parts.with(tf, zeros, unit);
        List<Operand<T>> byY = new ArrayList<>(zeros);
        List<Operand<T>> ends = new ArrayList<>();
        List<Operand<T>> weights = new ArrayList<>();
        for (int part : parts.chosen()) {
            ends.add(f.get(part));
            weights.add(cotangents.get(part));
        }
        List<Operand<T>> chosen = parts.chosen().stream().map(y::get).toList();
        Iterator<Operand<T>> products =
                Gradients.vjpOrZeros(tf, ends, chosen, weights).iterator();
        parts.chosen().forEach(part -> byY.set(part, products.next()));
        return parts.flat(tf, byY);
    }
}
