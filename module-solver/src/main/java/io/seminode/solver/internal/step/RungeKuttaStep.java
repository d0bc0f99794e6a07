package io.seminode.solver.internal.step;

import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.method.ButcherTableau;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * One trial step of a Runge-Kutta method, as operations.
 *
 * @param y1 values of the staged parts at the end
 * @param f1 their derivatives there
 * @param error their estimated errors; empty if the method estimates none
 * @param yMid their values in the middle; empty if the method has no weights for it
 * @param increments what the step adds to the lazy parts
 * @param integrands of the lazy parts at the end
 * @param lazyError estimated errors of the increments; empty if the method estimates none
 */
public record RungeKuttaStep<T extends TFloating>(
        List<Operand<T>> y1,
        List<Operand<T>> f1,
        List<Operand<T>> error,
        List<Operand<T>> yMid,
        List<Operand<T>> increments,
        List<Operand<T>> integrands,
        List<Operand<T>> lazyError) {

    /**
     * Where a step starts.
     *
     * @param t time
     * @param y values of the staged parts
     * @param f their derivatives
     * @param integrands of the lazy parts
     */
    public record Start<T extends TFloating>(
            Operand<TFloat64> t, List<Operand<T>> y, List<Operand<T>> f, List<Operand<T>> integrands) {}

    /**
     * Adds the operations of a step of an explicit method.
     *
     * @param state where it starts
     * @param t1 where it ends
     * @param dt its signed size
     */
    public static <T extends TFloating> RungeKuttaStep<T> take(
            Ops tf,
            OdeSystem<T> system,
            ButcherTableau tableau,
            Start<T> state,
            Operand<TFloat64> t1,
            Operand<TFloat64> dt,
            Context<T> context) {
        Stages<T> stages = Stages.of(tf, system, tableau, state, t1, dt, context);
        return stages.step(system.rates(
                tf, stages.endTime(), stages.yEnd(), context, !system.lazy().isEmpty()));
    }

    /**
     * A trial step all but for the evaluation at its end.
     *
     * @param k rates of the stages so far
     * @param endTime where the evaluation at the end is due
     * @param yEnd values of the staged parts that it is due for
     */
    record Stages<T extends TFloating>(
            Combination<T> combine,
            ButcherTableau tableau,
            List<Operand<T>> y0,
            List<Rates<T>> k,
            Operand<TFloat64> endTime,
            List<Operand<T>> yEnd) {

        static <T extends TFloating> Stages<T> of(
                Ops tf,
                OdeSystem<T> system,
                ButcherTableau tableau,
                Start<T> state,
                Operand<TFloat64> t1,
                Operand<TFloat64> dt,
                Context<T> context) {
            Combination<T> combine = new Combination<>(tf, system.type(), tf.dtypes.cast(dt, system.type()));
            boolean lazy = !system.lazy().isEmpty();
            double[] b = tableau.weights();
            double[] e = tableau.hasErrorEstimate() ? tableau.errorWeights() : new double[b.length];
            int last = tableau.isEndingWithLastStage() ? tableau.stages() - 1 : tableau.stages();
            List<Rates<T>> k = new ArrayList<>();
            k.add(new Rates<>(state.f(), state.integrands()));
            for (int i = 1; i < last; i++) {
                List<Operand<T>> y = combine.stage(state.y(), tableau.row(i), k);
                // The paper's integrals need no stage that carries no weight.
                k.add(system.rates(
                        tf,
                        stageTime(tf, state.t(), t1, dt, tableau.nodes()[i]),
                        y,
                        context,
                        lazy && (b[i] != 0 || e[i] != 0)));
            }
            boolean isStage = last < tableau.stages();
            return new Stages<>(
                    combine,
                    tableau,
                    state.y(),
                    k,
                    isStage ? stageTime(tf, state.t(), t1, dt, tableau.nodes()[last]) : before(tf, t1, state.t()),
                    combine.stage(state.y(), isStage ? tableau.row(last) : b, k));
        }

        /** The whole step with these rates at its end, which the next one begins with. */
        RungeKuttaStep<T> step(Rates<T> end) {
            List<Rates<T>> all = with(end);
            boolean lazy = !end.lazy().isEmpty();
            boolean known = tableau.isFsal() || !tableau.isEndingWithLastStage();
            return new RungeKuttaStep<>(
                    known ? yEnd : combine.stage(y0, tableau.weights(), all),
                    end.staged(),
                    error(end),
                    tableau.hasMidWeights() ? combine.stage(y0, tableau.midWeights(), all) : List.of(),
                    lazy ? combine.sums(tableau.weights(), all, true) : List.of(),
                    end.lazy(),
                    lazyError(end));
        }

        /** The estimated errors of the lazy parts with these rates at the end; none if the method estimates none. */
        List<Operand<T>> lazyError(Rates<T> end) {
            boolean estimated = tableau.hasErrorEstimate() && !end.lazy().isEmpty();
            return estimated ? combine.sums(tableau.errorWeights(), with(end), true) : List.of();
        }

        /** The estimated errors with these rates at the end; none if the method estimates none. */
        List<Operand<T>> error(Rates<T> end) {
            return tableau.hasErrorEstimate() ? combine.sums(tableau.errorWeights(), with(end), false) : List.of();
        }

        /** The rates of all stages: the end is the last of them, or none. */
        private List<Rates<T>> with(Rates<T> end) {
            if (!tableau.isEndingWithLastStage()) {
                return k;
            }
            List<Rates<T>> all = new ArrayList<>(k);
            all.add(end);
            return all;
        }
    }

    static Operand<TFloat64> stageTime(
            Ops tf, Operand<TFloat64> t0, Operand<TFloat64> t1, Operand<TFloat64> dt, double node) {
        return node == 1 ? before(tf, t1, t0) : tf.math.add(t0, tf.math.mul(tf.constant(node), dt));
    }

    /** The number next to {@code t1} on the side of {@code t0}: a field that jumps at t1 is not to be seen beyond it. */
    private static Operand<TFloat64> before(Ops tf, Operand<TFloat64> t1, Operand<TFloat64> t0) {
        return tf.math.nextAfter(t1, t0);
    }
}
