package io.seminode.solver.internal.step;

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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Takes the steps of a diagonally implicit Runge-Kutta method: each stage is solved by simplified Newton iterations with the
 * Jacobian at the start of the step.
 *
 * <p>Source: Hairer and Wanner, "Solving Ordinary Differential Equations II", second edition, section IV.8. The unknown of a
 * stage is z = h gamma k: its derivative is then taken from z and not from the field, which would magnify what error the
 * iteration leaves.
 *
 * <p>Only coupled parts are solved for. Quadratures are evaluated once a stage is solved.
 */
record ImplicitStepper<T extends TFloating>(
        OdeSystem<T> system, ButcherTableau tableau, StepErrors<T> errors, FlatParts<T> coupled) implements Stepper<T> {
    /** The largest state whose Jacobian is made; it has as many rows and columns. */
    private static final int LARGEST = 512;

    private static final int MOST_ITERATIONS = 10;

    /** An iteration ends when what is left to correct is this much of the tolerance. */
    private static final double ENOUGH = 1e-2;

    static <T extends TFloating> ImplicitStepper<T> of(
            OdeSystem<T> system, ButcherTableau tableau, StepErrors<T> errors) {
        FlatParts<T> coupled = FlatParts.coupled(system);
        if (coupled.size() > LARGEST) {
            throw new IllegalArgumentException("An implicit method makes the Jacobian of a state of "
                    + coupled.size() + " values, expected at most " + LARGEST
                    + ". Take an explicit method, or a smaller batch.");
        }
        return new ImplicitStepper<>(system, tableau, errors, coupled);
    }

    /**
     * What all stages of a step have in common.
     *
     * @param jacobian at the start of the step; null if no equations have to be solved
     */
    private record Trial<T extends TFloating>(
            Step.Start<T> start,
            Operand<TFloat64> t1,
            Operand<TFloat64> dt,
            Combination<T> combine,
            @Nullable Operand<T> jacobian,
            Context<T> context) {}

    /** What is known of the stages so far. */
    private static final class Stages<T extends TFloating> {
        final List<Rates<T>> k = new ArrayList<>();
        final List<Operand<TBool>> solved = new ArrayList<>();
        final List<Operand<TInt32>> evaluations = new ArrayList<>();
        List<Operand<T>> y = List.of();
    }

    @Override
    public Step<T> take(
            Ops tf,
            Step.Start<T> start,
            Operand<TFloat64> t1,
            Operand<TFloat64> dt,
            @Nullable Operand<TBool> afresh,
            Context<T> context) {
        Combination<T> combine = new Combination<>(tf, system.type(), tf.dtypes.cast(dt, system.type()));
        // Integrals alone need no equations solved.
        Operand<T> jacobian = coupled.chosen().isEmpty()
                ? null
                : new Jacobian<>(system, coupled).at(tf, start.t(), start.y(), context);
        Trial<T> trial = new Trial<>(start, t1, dt, combine, jacobian, context);
        Stages<T> stages = new Stages<>();
        stages.k.add(new Rates<>(start.f(), start.integrands()));
        stages.evaluations.add(tf.constant(coupled.size()));
        for (int i = 1; i < tableau.stages(); i++) {
            stage(tf, i, trial, stages);
        }
        boolean lazy = !system.lazy().isEmpty();
        Rates<T> end = stages.k.get(tableau.stages() - 1);
        return new Step<>(
                stages.y,
                end.staged(),
                tableau.hasErrorEstimate() ? combine.sums(tableau.errorWeights(), stages.k, false) : List.of(),
                tableau.hasMidWeights() ? combine.stage(start.y(), tableau.midWeights(), stages.k) : List.of(),
                lazy ? combine.sums(tableau.weights(), stages.k, true) : List.of(),
                end.lazy(),
                lazy && tableau.hasErrorEstimate() ? combine.sums(tableau.errorWeights(), stages.k, true) : List.of(),
                Optional.ofNullable(jacobian).map(j -> tf.reduceAll(tf.stack(stages.solved), tf.constant(0))),
                tf.math.addN(stages.evaluations),
                Optional.empty());
    }

    private void stage(Ops tf, int i, Trial<T> trial, Stages<T> stages) {
        Combination<T> combine = trial.combine();
        Step.Start<T> start = trial.start();
        Operand<TFloat64> t = ExplicitStages.time(tf, start.t(), trial.t1(), trial.dt(), tableau.nodes()[i]);
        double gamma = tableau.diagonal(i);
        Operand<T> scale = tf.math.mul(Tensors.constant(tf, system.type(), gamma), combine.dt());
        List<Operand<T>> base = combine.stage(start.y(), tableau.row(i), stages.k);
        List<Operand<T>> y = base;
        List<Operand<T>> k = stages.k.get(0).staged();
        Operand<T> jacobian = trial.jacobian();
        if (jacobian != null) {
            Operand<T> guess =
                    tf.math.mul(scale, coupled.flat(tf, stages.k.get(i - 1).staged()));
            Operand<T> inverse = inverse(tf, jacobian, scale);
            List<Operand<T>> sizes = new ArrayList<>();
            start.y().forEach(y0 -> sizes.add(tf.math.abs(y0)));
            Newton<T> newton = newton(tf, guess, new Equation<>(t, scale, inverse, base, sizes, trial.context()));
            y = coupled.with(tf, base, tf.math.add(coupled.flat(tf, base), newton.z()));
            k = coupled.with(tf, k, tf.math.div(newton.z(), scale));
            stages.solved.add(newton.solved());
            stages.evaluations.add(newton.iterations());
        }
        List<Operand<T>> lazy = List.of();
        if (!coupled.isEverything() || !system.lazy().isEmpty()) {
            Rates<T> rates =
                    system.rates(tf, t, y, trial.context(), !system.lazy().isEmpty());
            k = coupled.withOthers(k, rates.staged());
            lazy = rates.lazy();
            stages.evaluations.add(tf.constant(1));
            y = coupled.withOthers(y, combine.stage(base, new double[] {gamma}, List.of(new Rates<>(k, List.of()))));
        }
        stages.y = y;
        stages.k.add(new Rates<>(k, lazy));
    }

    /** (1 - h gamma J)^-1. */
    private Operand<T> inverse(Ops tf, Operand<T> jacobian, Operand<T> scale) {
        double[] ones = new double[coupled.size()];
        Arrays.fill(ones, 1);
        Operand<T> identity = tf.dtypes.cast(tf.linalg.tensorDiag(tf.constant(ones)), system.type());
        return tf.linalg.inv(tf.math.sub(identity, tf.math.mul(scale, jacobian)));
    }

    /**
     * How far the iterations of a stage are.
     *
     * @param size of the last correction in tolerances; not a number if corrections grow
     */
    private record Newton<T extends TFloating>(
            Operand<T> z, Operand<TInt32> iterations, Operand<TBool> solved, Operand<TFloat64> size) {}

    /**
     * The equation of a stage, z = scale f(t, base + z).
     *
     * @param scale h gamma
     * @param inverse of 1 - h gamma J
     * @param sizes |y| at the start of the step
     */
    private record Equation<T extends TFloating>(
            Operand<TFloat64> t,
            Operand<T> scale,
            Operand<T> inverse,
            List<Operand<T>> base,
            List<Operand<T>> sizes,
            Context<T> context) {}

    private Newton<T> newton(Ops tf, Operand<T> guess, Equation<T> equation) {
        return Loops.whileLoop(
                tf,
                "newton",
                new Newton<>(guess, tf.constant(0), tf.constant(false), tf.constant(Double.POSITIVE_INFINITY)),
                equation,
                (ops, now, given) -> {
                    Operand<TBool> hopeful = ops.math.logicalNot(ops.math.isNan(now.size()));
                    return ops.math.logicalAnd(
                            ops.math.logicalAnd(ops.math.logicalNot(now.solved()), hopeful),
                            ops.math.less(now.iterations(), ops.constant(MOST_ITERATIONS)));
                },
                this::iterate);
    }

    private Newton<T> iterate(Ops tf, Newton<T> now, Equation<T> of) {
        List<Operand<T>> y = coupled.with(tf, of.base(), tf.math.add(coupled.flat(tf, of.base()), now.z()));
        List<Operand<T>> f = system.rates(tf, of.t(), y, of.context(), false).staged();
        Operand<T> residual = tf.math.sub(tf.math.mul(of.scale(), coupled.flat(tf, f)), now.z());
        Operand<T> correction = product(tf, of.inverse(), residual);
        List<Operand<T>> zeros = new ArrayList<>();
        of.base().forEach(part -> zeros.add(tf.zerosLike(part)));
        List<MeasuredPart<T>> scaled = errors.scaled(tf, coupled.with(tf, zeros, correction), of.sizes());
        Operand<TFloat64> size = errors.norm(tf, scaled);
        // With corrections that shrink by theta, what is left after this one is theta / (1 - theta) of it.
        Operand<TFloat64> theta = tf.math.minimum(tf.math.divNoNan(size, now.size()), tf.constant(0.99));
        Operand<TFloat64> left = tf.math.mul(size, tf.math.div(theta, tf.math.sub(tf.constant(1.0), theta)));
        // Before the second iteration nothing is known of theta.
        Operand<TBool> first = tf.math.equal(now.iterations(), tf.constant(0));
        Operand<TFloat64> remaining = Select.choose(tf, first, size, left);
        Operand<TBool> solved = tf.math.lessEqual(remaining, tf.constant(ENOUGH));
        // Corrections that grow lead nowhere.
        Operand<TBool> diverging = tf.math.greater(size, tf.math.mul(tf.constant(2.0), now.size()));
        return new Newton<>(
                tf.math.add(now.z(), correction),
                tf.math.add(now.iterations(), tf.constant(1)),
                solved,
                Select.choose(tf, diverging, tf.constant(Double.NaN), size));
    }

    private static <T extends TFloating> Operand<T> product(Ops tf, Operand<T> matrix, Operand<T> vector) {
        Operand<T> column = tf.expandDims(vector, tf.constant(1));
        return tf.squeeze(tf.linalg.matMul(matrix, column), Squeeze.axis(List.of(1L)));
    }
}
