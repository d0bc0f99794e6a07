package io.seminode.solver.internal.adjoint;

import static io.seminode.solver.internal.system.SolveGraphs.at;
import static io.seminode.solver.internal.system.SolveGraphs.withRow;

import io.seminode.solver.internal.system.Context;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Loops;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The gradient of a loss by the output times, without an integral: moving output time i moves the solution there by
 * f(t_i, z(t_i)), and moving the first time t_0 back by dt is starting from z0 - f(t_0, z0) dt:
 *
 * <pre>
 *     dL/dt_i = f(t_i, z_i) . dL/dz_i      i = 1, 2, ...
 *     dL/dt_0 = -f(t_0, z_0) . a_z(t_0)
 * </pre>
 *
 * where a_z(t_0) leaves out what the loss makes of z_0 itself. Costs one evaluation for each output time.
 *
 * <p>Source: Chen, Rubanova, Bettencourt and Duvenaud, "Neural Ordinary Differential Equations" (2018), appendix B.
 */
public record TimeGradient<T extends TFloating>(Problem<T> problem) {

    /**
     * Adds the operations.
     *
     * @param cotangents of the values at the output times, for each part [n, ...]
     * @param byFirst a_z at the first time without the cotangent there
     * @param context parameters
     * @return [n]
     */
    Operand<TFloat64> build(
            Ops tf,
            AdjointSolve.Forward<T> forward,
            NamedOperands<T> cotangents,
            NamedOperands<T> byFirst,
            Context<T> context) {
        Map<String, Operand<T>> weights = new LinkedHashMap<>();
        for (Part part : problem.parts()) {
            Operand<T> negative = tf.math.neg(byFirst.get(part.name()));
            weights.put(part.name(), withRow(tf, cotangents.get(part.name()), tf.constant(0), negative));
        }
        return Loops.whileLoop(
                        tf,
                        "output_times",
                        new Done(tf.constant(0), tf.zerosLike(forward.times())),
                        new Given<>(forward.times(), forward.values(), NamedOperands.of(weights), context),
                        (ops, done, given) -> ops.math.less(done.i(), ops.constant(forward.n())),
                        this::next)
                .byTime();
    }

    /** The derivatives by the first i times; the others are zero yet. */
    private record Done(Operand<TInt32> i, Operand<TFloat64> byTime) {}

    private record Given<T extends TFloating>(
            Operand<TFloat64> times, NamedOperands<T> values, NamedOperands<T> cotangents, Context<T> context) {}

    private Done next(Ops tf, Done done, Given<T> given) {
        Operand<TInt32> i = done.i();
        NamedOperands<T> z = given.values().map(rows -> at(tf, rows, i));
        NamedOperands<T> f = problem.field()
                .derivative(tf, at(tf, given.times(), i), z, given.context().parameters());
        List<Operand<T>> products = new ArrayList<>();
        for (Part part : problem.parts()) {
            Operand<T> product =
                    tf.math.mul(f.get(part.name()), at(tf, given.cotangents().get(part.name()), i));
            products.add(tf.reduceSum(tf.reshape(product, tf.constant(new int[] {-1})), tf.constant(0)));
        }
        Operand<TFloat64> moved = tf.dtypes.cast(tf.math.addN(products), TFloat64.class);
        return new Done(tf.math.add(i, tf.constant(1)), withRow(tf, done.byTime(), i, moved));
    }
}
