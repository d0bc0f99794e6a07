package io.seminode.solver.internal.adjoint;

import static io.seminode.solver.internal.system.SolveGraphs.at;
import static io.seminode.solver.internal.system.SolveGraphs.withRow;

import io.seminode.solver.internal.loop.LoopState;
import io.seminode.solver.internal.system.Parameters;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Loops;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
            List<Operand<?>> context) {
        List<Part> parts = problem.parts();
        List<Operand<?>> invariants = new ArrayList<>();
        invariants.add(forward.times());
        parts.forEach(p -> invariants.add(forward.values().get(p.name())));
        for (Part part : parts) {
            Operand<T> negative = tf.math.neg(byFirst.get(part.name()));
            invariants.add(withRow(tf, cotangents.get(part.name()), tf.constant(0), negative));
        }
        invariants.addAll(context);
        List<Operand<?>> last = Loops.whileLoop(
                tf,
                "output_times",
                List.of(tf.constant(0), tf.zerosLike(forward.times())),
                invariants,
                (ops, c, fixed) -> ops.math.less(LoopState.<TInt32>take(c.iterator()), ops.constant(forward.n())),
                this::next);
        return LoopState.take(last.subList(1, 2).iterator());
    }

    private List<Operand<?>> next(Ops tf, List<Operand<?>> carried, List<Operand<?>> fixed) {
        int parts = problem.parts().size();
        Iterator<Operand<?>> state = carried.iterator();
        Operand<TInt32> i = LoopState.take(state);
        Operand<TFloat64> byTime = LoopState.take(state);
        Iterator<Operand<?>> in = fixed.iterator();
        Operand<TFloat64> times = LoopState.take(in);
        List<Operand<T>> values = LoopState.take(in, parts);
        List<Operand<T>> cotangents = LoopState.take(in, parts);
        List<Operand<?>> context = fixed.subList(1 + 2 * parts, fixed.size());

        List<String> names = problem.parts().stream().map(Part::name).toList();
        List<Operand<T>> z = values.stream().map(rows -> at(tf, rows, i)).toList();
        NamedOperands<T> f = problem.field()
                .derivative(tf, at(tf, times, i), NamedOperands.of(names, z), Parameters.of(problem, context));
        List<Operand<T>> products = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            Operand<T> product = tf.math.mul(f.get(names.get(part)), at(tf, cotangents.get(part), i));
            products.add(tf.reduceSum(tf.reshape(product, tf.constant(new int[] {-1})), tf.constant(0)));
        }
        Operand<TFloat64> moved = tf.dtypes.cast(tf.math.addN(products), TFloat64.class);
        return List.of(tf.math.add(i, tf.constant(1)), withRow(tf, byTime, i, moved));
    }
}
