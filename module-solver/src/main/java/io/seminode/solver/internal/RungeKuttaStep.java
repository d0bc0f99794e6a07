package io.seminode.solver.internal;

import io.seminode.solver.internal.OdeSystem.Rates;
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
 */
record RungeKuttaStep<T extends TFloating>(
        List<Operand<T>> y1,
        List<Operand<T>> f1,
        List<Operand<T>> error,
        List<Operand<T>> yMid,
        List<Operand<T>> increments,
        List<Operand<T>> integrands) {

    /**
     * Where a step starts.
     *
     * @param t time
     * @param y values of the staged parts
     * @param f their derivatives
     * @param integrands of the lazy parts
     */
    record Start<T extends TFloating>(
            Operand<TFloat64> t, List<Operand<T>> y, List<Operand<T>> f, List<Operand<T>> integrands) {}

    /**
     * Adds the operations of a step of an explicit method.
     *
     * @param state where it starts
     * @param t1 where it ends
     * @param dt its signed size
     */
    static <T extends TFloating> RungeKuttaStep<T> take(
            Ops tf,
            OdeSystem<T> system,
            ButcherTableau tableau,
            Start<T> state,
            Operand<TFloat64> t1,
            Operand<TFloat64> dt,
            List<Operand<?>> context) {
        Combination<T> combine = new Combination<>(tf, system.type(), tf.dtypes.cast(dt, system.type()));
        boolean lazy = !system.lazy().isEmpty();
        double[] b = tableau.weights();
        int last = tableau.stages() - 1;
        List<Rates<T>> k = new ArrayList<>();
        k.add(new Rates<>(state.f(), state.integrands()));
        List<Operand<T>> y = state.y();
        for (int i = 1; i <= last; i++) {
            // The paper's integrals need no stage that carries no weight; the last one is the first of the next step.
            boolean integrands = lazy && (b[i] != 0 || (i == last && tableau.isEndingWithLastStage()));
            y = combine.stage(state.y(), tableau.row(i), k);
            k.add(system.rates(tf, stageTime(tf, state.t(), t1, dt, tableau.nodes()[i]), y, context, integrands));
        }
        List<Operand<T>> y1 = tableau.isFsal() ? y : combine.stage(state.y(), b, k);
        Rates<T> end = k.get(last);
        if (!tableau.isEndingWithLastStage()) {
            end = system.rates(tf, before(tf, t1, state.t()), y1, context, lazy);
        }
        return new RungeKuttaStep<>(
                y1,
                end.staged(),
                tableau.hasErrorEstimate() ? combine.sums(tableau.errorWeights(), k, false) : List.of(),
                tableau.hasMidWeights() ? combine.stage(state.y(), tableau.midWeights(), k) : List.of(),
                lazy ? combine.sums(b, k, true) : List.of(),
                end.lazy());
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
