package io.seminode.solver.internal.step;

import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.method.ButcherTableau;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * A trial step of an explicit method, all but for the evaluation at its end.
 *
 * @param k rates of the stages so far
 * @param endTime where the evaluation at the end is due
 * @param yEnd values of the staged parts that it is due for
 */
record ExplicitStages<T extends TFloating>(
        Combination<T> combine,
        ButcherTableau tableau,
        List<Operand<T>> y0,
        List<Rates<T>> k,
        Operand<TFloat64> endTime,
        List<Operand<T>> yEnd) {

    static <T extends TFloating> ExplicitStages<T> of(
            Ops tf,
            OdeSystem<T> system,
            ButcherTableau tableau,
            Step.Start<T> start,
            Operand<TFloat64> t1,
            Operand<TFloat64> dt,
            Context<T> context) {
        Combination<T> combine = new Combination<>(tf, system.type(), tf.dtypes.cast(dt, system.type()));
        boolean lazy = !system.lazy().isEmpty();
        double[] b = tableau.weights();
        double[] e = tableau.hasErrorEstimate() ? tableau.errorWeights() : new double[b.length];
        int last = tableau.isEndingWithLastStage() ? tableau.stages() - 1 : tableau.stages();
        List<Rates<T>> k = new ArrayList<>();
        k.add(new Rates<>(start.f(), start.integrands()));
        for (int i = 1; i < last; i++) {
            List<Operand<T>> y = combine.stage(start.y(), tableau.row(i), k);
            // The paper's integrals need no stage that carries no weight.
            boolean weighty = lazy && (b[i] != 0 || e[i] != 0);
            k.add(system.rates(tf, time(tf, start.t(), t1, dt, tableau.nodes()[i]), y, context, weighty));
        }
        boolean isStage = last < tableau.stages();
        return new ExplicitStages<>(
                combine,
                tableau,
                start.y(),
                k,
                time(tf, start.t(), t1, dt, isStage ? tableau.nodes()[last] : 1),
                combine.stage(start.y(), isStage ? tableau.row(last) : b, k));
    }

    /**
     * The whole step.
     *
     * @param end rates at its end, which the next one begins with
     * @param evaluations that it took
     */
    Step<T> step(Rates<T> end, Operand<TInt32> evaluations) {
        List<Rates<T>> all = with(end);
        boolean lazy = !end.lazy().isEmpty();
        boolean known = tableau.isFsal() || !tableau.isEndingWithLastStage();
        return new Step<>(
                known ? yEnd : combine.stage(y0, tableau.weights(), all),
                end.staged(),
                error(end),
                tableau.hasMidWeights() ? combine.stage(y0, tableau.midWeights(), all) : List.of(),
                lazy ? combine.sums(tableau.weights(), all, true) : List.of(),
                end.lazy(),
                lazy && tableau.hasErrorEstimate() ? combine.sums(tableau.errorWeights(), all, true) : List.of(),
                Optional.empty(),
                evaluations,
                Optional.empty());
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

    /**
     * When a stage of a step from {@code t0} to {@code t1} is evaluated. At the end that is the number next to t1 on the side of
     * t0: a field that jumps at t1 is not to be seen beyond it.
     */
    static Operand<TFloat64> time(
            Ops tf, Operand<TFloat64> t0, Operand<TFloat64> t1, Operand<TFloat64> dt, double node) {
        return node == 1 ? tf.math.nextAfter(t1, t0) : tf.math.add(t0, tf.math.mul(tf.constant(node), dt));
    }
}
