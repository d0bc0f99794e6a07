package io.seminode.solver.internal.step;

import io.seminode.solver.internal.loop.LoopState;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.FlatParts;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.internal.system.StepErrors;
import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.norm.MeasuredPart;
import io.seminode.solver.tensor.Loops;
import io.seminode.solver.tensor.Select;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * One trial step of a diagonally implicit Runge-Kutta method: each stage is solved by simplified Newton iterations with the
 * Jacobian at the start of the step.
 *
 * <p>Source: Hairer and Wanner, "Solving Ordinary Differential Equations II", second edition, section IV.8. The unknown of a
 * stage is z = h gamma k: its derivative is then taken from z and not from the field, which would magnify what error the
 * iteration leaves.
 *
 * <p>Only coupled parts are solved for. Quadratures are evaluated once a stage is solved.
 */
public record ImplicitStep<T extends TFloating>(
        OdeSystem<T> system, ButcherTableau tableau, StepErrors<T> errors, FlatParts<T> coupled) {
    /** The largest state whose Jacobian is made; it has as many rows and columns. */
    static final int LARGEST = 512;

    private static final int MOST_ITERATIONS = 10;

    /** An iteration ends when what is left to correct is this much of the tolerance. */
    private static final double ENOUGH = 1e-2;

    /** What a step that was not solved has for an error ratio: more than any that is accepted. */
    public static final double UNSOLVED = 32;

    static <T extends TFloating> ImplicitStep<T> of(OdeSystem<T> system, ButcherTableau tableau, StepErrors<T> errors) {
        FlatParts<T> coupled = FlatParts.coupled(system);
        if (coupled.size() > LARGEST) {
            throw new IllegalArgumentException("An implicit method makes the Jacobian of a state of "
                    + coupled.size() + " values, expected at most " + LARGEST
                    + ". Take an explicit method, or a smaller batch.");
        }
        return new ImplicitStep<>(system, tableau, errors, coupled);
    }

    /**
     * A step and what it took.
     *
     * @param solved whether the iterations converged
     * @param evaluations of the field; a row of the Jacobian counts as one
     */
    public record Taken<T extends TFloating>(
            RungeKuttaStep<T> step, Operand<TBool> solved, Operand<TInt32> evaluations) {}

    /** What is known of the stages so far. */
    private static final class Stages<T extends TFloating> {
        final List<Rates<T>> k = new ArrayList<>();
        final List<Operand<TBool>> solved = new ArrayList<>();
        final List<Operand<TInt32>> evaluations = new ArrayList<>();
        List<Operand<T>> y = List.of();
    }

    /**
     * Adds the operations of a step.
     *
     * @param start where it starts
     * @param t1 where it ends
     * @param dt its signed size
     */
    Taken<T> take(
            Ops tf, RungeKuttaStep.Start<T> start, Operand<TFloat64> t1, Operand<TFloat64> dt, Context<T> context) {
        Combination<T> combine = new Combination<>(tf, system.type(), tf.dtypes.cast(dt, system.type()));
        Stages<T> stages = new Stages<>();
        stages.k.add(new Rates<>(start.f(), start.integrands()));
        Jacobian<T> jacobian = new Jacobian<>(system, coupled);
        Operand<T> matrix = isExplicit() ? none(tf) : jacobian.at(tf, start.t(), start.y(), context);
        stages.evaluations.add(tf.constant(coupled.size()));
        for (int i = 1; i < tableau.stages(); i++) {
            stage(tf, i, start, t1, dt, combine, matrix, stages, context);
        }
        boolean lazy = !system.lazy().isEmpty();
        double[] b = tableau.weights();
        Rates<T> end = stages.k.get(tableau.stages() - 1);
        RungeKuttaStep<T> step = new RungeKuttaStep<>(
                stages.y,
                end.staged(),
                tableau.hasErrorEstimate() ? combine.sums(tableau.errorWeights(), stages.k, false) : List.of(),
                tableau.hasMidWeights() ? combine.stage(start.y(), tableau.midWeights(), stages.k) : List.of(),
                lazy ? combine.sums(b, stages.k, true) : List.of(),
                end.lazy(),
                lazy && tableau.hasErrorEstimate() ? combine.sums(tableau.errorWeights(), stages.k, true) : List.of());
        return new Taken<>(
                step,
                isExplicit() ? tf.constant(true) : tf.reduceAll(tf.stack(stages.solved), tf.constant(0)),
                tf.math.addN(stages.evaluations));
    }

    private void stage(
            Ops tf,
            int i,
            RungeKuttaStep.Start<T> start,
            Operand<TFloat64> t1,
            Operand<TFloat64> dt,
            Combination<T> combine,
            Operand<T> matrix,
            Stages<T> stages,
            Context<T> context) {
        Operand<TFloat64> t = RungeKuttaStep.stageTime(tf, start.t(), t1, dt, tableau.nodes()[i]);
        double gamma = tableau.diagonal(i);
        Operand<T> scale = tf.math.mul(Tensors.constant(tf, system.type(), gamma), combine.dt());
        List<Operand<T>> base = combine.stage(start.y(), tableau.row(i), stages.k);
        List<Operand<T>> y = base;
        List<Operand<T>> k = stages.k.get(0).staged();
        if (!isExplicit()) {
            Operand<T> guess =
                    tf.math.mul(scale, coupled.flat(tf, stages.k.get(i - 1).staged()));
            Newton<T> newton = newton(tf, t, scale, base, start.y(), inverse(tf, matrix, scale), guess, context);
            Operand<T> z = newton.z();
            y = coupled.with(tf, base, tf.math.add(coupled.flat(tf, base), z));
            k = coupled.with(tf, k, tf.math.div(z, scale));
            stages.solved.add(newton.solved());
            stages.evaluations.add(newton.iterations());
        }
        List<Operand<T>> lazy = List.of();
        if (!coupled.isEverything() || !system.lazy().isEmpty()) {
            Rates<T> rates = system.rates(tf, t, y, context, !system.lazy().isEmpty());
            k = coupled.withOthers(k, rates.staged());
            lazy = rates.lazy();
            stages.evaluations.add(tf.constant(1));
            y = coupled.withOthers(y, quadratures(combine, base, gamma, k));
        }
        stages.y = y;
        stages.k.add(new Rates<>(k, lazy));
    }

    /** Integrals alone need no equations solved. */
    private boolean isExplicit() {
        return coupled.chosen().isEmpty();
    }

    private Operand<T> none(Ops tf) {
        return Tensors.zeros(tf, system.type(), Shape.of(0, 0));
    }

    private List<Operand<T>> quadratures(
            Combination<T> combine, List<Operand<T>> base, double gamma, List<Operand<T>> k) {
        return combine.stage(base, new double[] {gamma}, List.of(new Rates<>(k, List.of())));
    }

    /** (1 - h gamma J)^-1. */
    private Operand<T> inverse(Ops tf, Operand<T> matrix, Operand<T> scale) {
        double[] ones = new double[coupled.size()];
        java.util.Arrays.fill(ones, 1);
        Operand<T> identity = tf.dtypes.cast(tf.linalg.tensorDiag(tf.constant(ones)), system.type());
        return tf.linalg.inv(tf.math.sub(identity, tf.math.mul(scale, matrix)));
    }

    /** The solution of a stage. */
    private record Newton<T extends TFloating>(Operand<T> z, Operand<TBool> solved, Operand<TInt32> iterations) {}

    private Newton<T> newton(
            Ops tf,
            Operand<TFloat64> t,
            Operand<T> scale,
            List<Operand<T>> base,
            List<Operand<T>> y0,
            Operand<T> inverse,
            Operand<T> guess,
            Context<T> context) {
        int parts = base.size();
        List<Operand<?>> carried =
                List.of(guess, tf.constant(0), tf.constant(false), tf.constant(Double.POSITIVE_INFINITY));
        List<Operand<?>> invariants = new ArrayList<>(List.of(t, scale, inverse));
        invariants.addAll(base);
        y0.forEach(y -> invariants.add(tf.math.abs(y)));
        invariants.addAll(context.row());
        List<Operand<?>> last = Loops.whileLoop(
                tf,
                "newton",
                carried,
                invariants,
                (ops, c, fixed) -> {
                    Operand<TInt32> iteration = LoopState.take(c.subList(1, 2).iterator());
                    Operand<TBool> solved = LoopState.take(c.subList(2, 3).iterator());
                    Operand<TFloat64> size = LoopState.take(c.subList(3, 4).iterator());
                    Operand<TBool> hopeful = ops.math.logicalNot(ops.math.isNan(size));
                    return ops.math.logicalAnd(
                            ops.math.logicalAnd(ops.math.logicalNot(solved), hopeful),
                            ops.math.less(iteration, ops.constant(MOST_ITERATIONS)));
                },
                (ops, c, fixed) -> {
                    var next = fixed.iterator();
                    Operand<TFloat64> time = LoopState.take(next);
                    Operand<T> factor = LoopState.take(next);
                    Operand<T> inverted = LoopState.take(next);
                    List<Operand<T>> from = LoopState.take(next, parts);
                    List<Operand<T>> sizes = LoopState.take(next, parts);
                    Context<T> parameters = context.like(fixed.subList(3 + 2 * parts, fixed.size()));
                    Operand<T> z = LoopState.take(c.iterator());
                    List<Operand<T>> y = coupled.with(ops, from, ops.math.add(coupled.flat(ops, from), z));
                    List<Operand<T>> f =
                            system.rates(ops, time, y, parameters, false).staged();
                    Operand<T> residual = ops.math.sub(ops.math.mul(factor, coupled.flat(ops, f)), z);
                    Operand<T> correction = product(ops, inverted, residual);
                    return next(ops, c, z, correction, from, sizes);
                });
        return new Newton<>(
                LoopState.take(last.iterator()),
                LoopState.take(last.subList(2, 3).iterator()),
                LoopState.take(last.subList(1, 2).iterator()));
    }

    private List<Operand<?>> next(
            Ops tf,
            List<Operand<?>> carried,
            Operand<T> z,
            Operand<T> correction,
            List<Operand<T>> like,
            List<Operand<T>> sizes) {
        Operand<TInt32> iteration = LoopState.take(carried.subList(1, 2).iterator());
        Operand<TFloat64> before = LoopState.take(carried.subList(3, 4).iterator());
        List<Operand<T>> zeros = new ArrayList<>();
        like.forEach(part -> zeros.add(tf.zerosLike(part)));
        List<MeasuredPart<T>> scaled = errors.scaled(tf, coupled.with(tf, zeros, correction), sizes);
        Operand<TFloat64> size = errors.norm(tf, scaled);
        // With corrections that shrink by theta, what is left after this one is theta / (1 - theta) of it.
        Operand<TFloat64> theta = tf.math.minimum(tf.math.divNoNan(size, before), tf.constant(0.99));
        Operand<TFloat64> left = tf.math.mul(size, tf.math.div(theta, tf.math.sub(tf.constant(1.0), theta)));
        // Before the second iteration nothing is known of theta.
        Operand<TBool> first = tf.math.equal(iteration, tf.constant(0));
        Operand<TFloat64> remaining = Select.choose(tf, first, size, left);
        Operand<TBool> solved = tf.math.lessEqual(remaining, tf.constant(ENOUGH));
        // Corrections that grow lead nowhere.
        Operand<TBool> diverging = tf.math.greater(size, tf.math.mul(tf.constant(2.0), before));
        return List.of(
                tf.math.add(z, correction),
                tf.math.add(iteration, tf.constant(1)),
                solved,
                Select.choose(tf, diverging, tf.constant(Double.NaN), size));
    }

    private static <T extends TFloating> Operand<T> product(Ops tf, Operand<T> matrix, Operand<T> vector) {
        Operand<T> column = tf.expandDims(vector, tf.constant(1));
        return tf.squeeze(tf.linalg.matMul(matrix, column), org.tensorflow.op.core.Squeeze.axis(List.of(1L)));
    }
}
