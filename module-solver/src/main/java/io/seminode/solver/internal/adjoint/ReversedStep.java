package io.seminode.solver.internal.adjoint;

import io.seminode.solver.internal.step.Step;
import io.seminode.solver.internal.store.StoredStep;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.ForwardSystem;
import io.seminode.solver.internal.system.JumpRestart;
import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.internal.system.StepInterpolant;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.Gradients;
import io.seminode.solver.tensor.Loops;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Reverse-mode differentiation of one step of a forward solve.
 *
 * @param system of the forward solve
 * @param jumps where its field jumps
 */
record ReversedStep<T extends TFloating>(
        Problem<T> problem, ForwardSystem<T> system, StepSettings settings, JumpRestart<T> jumps) {

    /**
     * Cotangents of what a step starts from.
     *
     * @param byY of the staged parts
     * @param byF of their derivatives
     * @param byIntegrands of the integrands of the lazy parts
     * @param byParameters of the learnt parameters, of all steps so far
     */
    record AtStart<T extends TFloating>(
            List<Operand<T>> byY, List<Operand<T>> byF, List<Operand<T>> byIntegrands, List<Operand<T>> byParameters) {}

    /**
     * From the cotangents where a step ends to those where it begins.
     *
     * @param index of the step
     * @param of with those of outputs inside the step
     * @param after of the integrands and the parameters, where the step ends
     */
    AtStart<T> differentiate(
            Ops tf,
            Operand<TInt32> index,
            StoredStep<T> step,
            OutputCotangents.Found<T> of,
            AtStart<T> after,
            Context<T> context) {
        List<Operand<T>> integrands = new ArrayList<>();
        SolveGraphs.zeros(tf, system.type(), system.lazy()).forEach(zero -> integrands.add(tf.stopGradient(zero)));
        Step<T> taken = step.take(tf, system, settings, integrands, context);
        List<Operand<T>> outputs = new ArrayList<>(taken.y1());
        List<Operand<T>> cotangents = new ArrayList<>(of.known().get(StepInterpolant.Y1));
        outputs.addAll(taken.f1());
        cotangents.addAll(of.known().get(StepInterpolant.F1));
        if (!taken.yMid().isEmpty()) {
            outputs.addAll(taken.yMid());
            cotangents.addAll(of.known().get(StepInterpolant.MIDDLE));
        }
        outputs.addAll(taken.increments());
        cotangents.addAll(of.sums());
        outputs.addAll(taken.integrands());
        cotangents.addAll(after.byIntegrands());

        List<Operand<T>> inputs = new ArrayList<>(step.y());
        inputs.addAll(step.f());
        inputs.addAll(integrands);
        Products<T> products = products(tf, outputs, cotangents, inputs, context);
        int staged = system.staged().size();
        AtStart<T> start = new AtStart<>(
                SolveGraphs.sums(
                        tf, products.byInputs().subList(0, staged), of.known().get(StepInterpolant.Y0)),
                SolveGraphs.sums(
                        tf,
                        products.byInputs().subList(staged, 2 * staged),
                        of.known().get(StepInterpolant.F0)),
                products.byInputs().subList(2 * staged, inputs.size()),
                SolveGraphs.sums(tf, products.byParameters(), after.byParameters()));
        return jumps.isEmpty() ? start : beforeJump(tf, start, index, step, context);
    }

    /**
     * Where the field jumps, a step starts with a derivative of its own, which comes from the state and not from the step
     * before. A loop that goes round once or not at all.
     */
    private AtStart<T> beforeJump(
            Ops tf, AtStart<T> start, Operand<TInt32> index, StoredStep<T> step, Context<T> context) {
        Operand<TBool> isJump = tf.math.logicalAnd(tf.math.greater(index, tf.constant(0)), jumps.isJump(tf, step.t0()));
        Operand<TFloat64> t = JumpRestart.beyond(tf, step.t0(), SolveGraphs.direction(tf, step.t0(), step.t1()));
        return Loops.whileLoop(
                        tf,
                        "jump",
                        new Jump<>(isJump, start),
                        new At<>(t, step.y(), context),
                        (ops, jump, at) -> jump.due(),
                        (ops, jump, at) -> new Jump<>(
                                ops.constant(false), throughField(ops, jump.start(), at.t(), at.y(), at.context())))
                .start();
    }

    /** Whether the cotangents are still to be handed on. */
    private record Jump<T extends TFloating>(Operand<TBool> due, AtStart<T> start) {}

    private record At<T extends TFloating>(Operand<TFloat64> t, List<Operand<T>> y, Context<T> context) {}

    /** Hands the cotangents of derivatives on to the state and the parameters that they are computed from. */
    AtStart<T> throughField(
            Ops tf, AtStart<T> start, Operand<TFloat64> t, List<Operand<T>> values, Context<T> context) {
        List<Operand<T>> y = new ArrayList<>();
        values.forEach(value -> y.add(tf.stopGradient(value)));
        Rates<T> rates = system.rates(tf, t, y, context, !system.lazy().isEmpty());
        List<Operand<T>> outputs = new ArrayList<>(rates.staged());
        outputs.addAll(rates.lazy());
        List<Operand<T>> cotangents = new ArrayList<>(start.byF());
        cotangents.addAll(start.byIntegrands());
        Products<T> products = products(tf, outputs, cotangents, y, context);
        return new AtStart<>(
                SolveGraphs.sums(tf, products.byInputs(), start.byY()),
                SolveGraphs.zeros(tf, system.type(), system.staged()),
                SolveGraphs.zeros(tf, system.type(), system.lazy()),
                SolveGraphs.sums(tf, products.byParameters(), start.byParameters()));
    }

    private record Products<T extends TFloating>(List<Operand<T>> byInputs, List<Operand<T>> byParameters) {}

    /** Vector-Jacobian products by the inputs and the learnt parameters. */
    private Products<T> products(
            Ops tf,
            List<Operand<T>> outputs,
            List<Operand<T>> cotangents,
            List<Operand<T>> inputs,
            Context<T> context) {
        NamedOperands<T> theta = context.parameters();
        List<Operand<T>> by = new ArrayList<>(inputs);
        problem.learntParameters().forEach(p -> by.add(theta.get(p.name())));
        List<Operand<T>> found = Gradients.vjpOrZeros(tf, outputs, by, cotangents);
        return new Products<>(found.subList(0, inputs.size()), found.subList(inputs.size(), by.size()));
    }
}
