package io.seminode.solver.internal.step;

import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.OdeSystem.Rates;
import io.seminode.solver.internal.system.RatesOnDemand;
import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.internal.system.StepErrors;
import io.seminode.solver.internal.system.StepSettings;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The evaluation at the end of a step where the solve starts afresh: no step begins with it, so that it serves the error
 * estimate alone, and is made only if the step cannot be judged without it.
 *
 * <p>The estimate without it has the stage before in its place. Of methods that {@linkplain
 * io.seminode.solver.method.ButcherTableau#isJudgedWithoutLastStage() allow it} both stand at the end of the step, so that their difference shrinks with
 * the step, but by one power less than the estimate: that says too much rather than too little. A step that it accepts is
 * accepted; for any other the evaluation is made, and the estimate is the method's own.
 */
record StepEnding<T extends TFloating>(
        OdeSystem<T> system, StepSettings settings, StepErrors<T> errors, UnmeasuredIntegrals<T> unmeasured) {

    /**
     * Adds the evaluation: the step with the rates at its end, or those of the stage before if they serve as well.
     *
     * @param sums of the lazy parts at the start
     * @param afresh whether the solve starts afresh at the end
     */
    Step<T> step(Ops tf, ExplicitStages<T> step, List<Operand<T>> sums, Operand<TBool> afresh, Context<T> context) {
        Rates<T> before = step.k().get(step.k().size() - 1);
        List<Operand<T>> lazy =
                before.lazy().isEmpty() ? SolveGraphs.zeros(tf, system.type(), system.lazy()) : before.lazy();
        Rates<T> instead = new Rates<>(before.staged(), lazy);
        Operand<TBool> wanted = tf.math.logicalNot(afresh);
        if (settings.tableau().isEndingWithLastStage() && !settings.isConstant()) {
            List<Operand<T>> sizes = StepErrors.sizes(tf, step.y0(), step.yEnd());
            Operand<TFloat64> ratio = errors.norm(tf, errors.scaled(tf, step.error(instead), sizes));
            if (system.measuresIntegrals()) {
                Step<T> judged = step.step(instead, tf.constant(0));
                ratio = tf.math.maximum(ratio, unmeasured.ratio(tf, step.y0(), sums, judged));
            }
            Operand<TBool> good = tf.math.lessEqual(ratio, tf.constant(1.0));
            wanted = tf.math.logicalNot(tf.math.logicalAnd(afresh, good));
        }
        Operand<TInt32> others = tf.constant(settings.tableau().evaluationsPerStep() - 1);
        return step.step(
                new RatesOnDemand<>(system).rates(tf, wanted, step.endTime(), step.yEnd(), instead, context),
                tf.math.add(others, tf.dtypes.cast(wanted, TInt32.class)));
    }
}
