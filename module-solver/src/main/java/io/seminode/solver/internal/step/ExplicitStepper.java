package io.seminode.solver.internal.step;

import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.method.ButcherTableau;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * Takes the steps of an explicit Runge-Kutta method.
 *
 * @param ending of steps where the solve starts afresh; null if it never does
 */
public record ExplicitStepper<T extends TFloating>(
        OdeSystem<T> system,
        ButcherTableau tableau,
        @Nullable StepEnding<T> ending) implements Stepper<T> {

    @Override
    public Step<T> take(
            Ops tf,
            Step.Start<T> start,
            Operand<TFloat64> t1,
            Operand<TFloat64> dt,
            @Nullable Operand<TBool> afresh,
            Context<T> context) {
        ExplicitStages<T> stages = ExplicitStages.of(tf, system, tableau, start, t1, dt, context);
        if (afresh != null && tableau.isJudgedWithoutLastStage() && ending != null) {
            return ending.step(tf, stages, start.sums(), afresh, context);
        }
        boolean lazy = !system.lazy().isEmpty();
        return stages.step(
                system.rates(tf, stages.endTime(), stages.yEnd(), context, lazy),
                tf.constant(tableau.evaluationsPerStep()));
    }

    /** A step of a method, taken by itself. */
    public static <T extends TFloating> Step<T> once(
            Ops tf,
            OdeSystem<T> system,
            ButcherTableau tableau,
            Step.Start<T> start,
            Operand<TFloat64> t1,
            Operand<TFloat64> dt,
            Context<T> context) {
        return new ExplicitStepper<>(system, tableau, null).take(tf, start, t1, dt, null, context);
    }
}
