package io.seminode.solver.internal.adjoint;

import static io.seminode.solver.internal.system.SolveGraphs.at;

import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.ForwardSystem;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.symbolic.SolveOutcome;
import io.seminode.solver.symbolic.SymbolicGradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * What is left of backpropagation when all steps are done: the outputs at the first time, which lie in no step, and the
 * gradient by the times.
 *
 * @param system of the forward solve
 * @param timeGradient whether the gradient by the output times is wanted
 */
record FirstOutputs<T extends TFloating>(Problem<T> problem, ForwardSystem<T> system, boolean timeGradient) {

    /**
     * The gradient.
     *
     * @param cotangents for each part, [n, ...]
     * @param output the last output time that no step met, for each lane
     * @param bySteps cotangents of the parts where the first step begins
     * @param byParameters of the learnt parameters
     */
    SymbolicGradient<T> gradient(
            Ops tf,
            AdjointSolve.Forward<T> forward,
            List<Operand<T>> cotangents,
            Operand<TInt32> output,
            List<Operand<T>> bySteps,
            List<Operand<T>> byParameters,
            Context<T> context,
            SolveOutcome outcome) {
        List<Operand<T>> byFirst = new ArrayList<>();
        List<Operand<T>> byState = new ArrayList<>();
        for (int part = 0; part < bySteps.size(); part++) {
            Operand<T> unmet = unmet(tf, cotangents.get(part), output, forward.n());
            byFirst.add(tf.math.add(bySteps.get(part), unmet));
            byState.add(tf.math.add(byFirst.get(part), at(tf, cotangents.get(part), tf.constant(0))));
        }
        List<String> parts = system.parts().stream().map(Part::name).toList();
        NamedOperands<T> found = NamedOperands.of(parts, byState);
        List<String> names = problem.parts().stream().map(Part::name).toList();
        List<String> learnt =
                problem.learntParameters().stream().map(Parameter::name).toList();
        Operand<TFloat64> byTime = timeGradient
                ? new TimeGradient<>(problem)
                        .build(
                                tf,
                                forward,
                                NamedOperands.of(parts, cotangents),
                                NamedOperands.of(parts, byFirst),
                                context)
                : tf.zerosLike(forward.times());
        return new SymbolicGradient<>(
                NamedOperands.of(names, names.stream().map(found::get).toList()),
                NamedOperands.of(learnt, byParameters),
                byTime,
                outcome);
    }

    /** The sum of the cotangents at later output times that lie in no step, being equal to the first one. */
    private Operand<T> unmet(Ops tf, Operand<T> cotangents, Operand<TInt32> output, int n) {
        Operand<TInt32> index = tf.range(tf.constant(0), tf.constant(n), tf.constant(1));
        if (system.lanes().areJoint()) {
            Operand<TBool> unmet = isUnmet(tf, index, output);
            Operand<TInt32> segments = tf.dtypes.cast(unmet, TInt32.class);
            return at(tf, tf.math.unsortedSegmentSum(cotangents, segments, tf.constant(2)), tf.constant(1));
        }
        long[] shape = new long[cotangents.shape().numDimensions()];
        Arrays.fill(shape, 1);
        shape[0] = n;
        shape[1] = system.lanes().samples();
        Operand<TBool> unmet = isUnmet(tf, tf.expandDims(index, tf.constant(1)), output);
        Operand<TBool> each = tf.reshape(unmet, tf.constant(shape));
        return tf.reduceSum(tf.select(each, cotangents, tf.zerosLike(cotangents)), tf.constant(0));
    }

    private static Operand<TBool> isUnmet(Ops tf, Operand<TInt32> index, Operand<TInt32> output) {
        return tf.math.logicalAnd(tf.math.greater(index, tf.constant(0)), tf.math.lessEqual(index, output));
    }
}
