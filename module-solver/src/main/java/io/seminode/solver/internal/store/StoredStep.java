package io.seminode.solver.internal.store;

import io.seminode.solver.internal.step.ExplicitStepper;
import io.seminode.solver.internal.step.Step;
import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.StepSettings;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * An accepted step of a forward solve, as it began.
 *
 * @param t0 where it begins
 * @param t1 where it ends
 * @param y values of the staged parts at its beginning
 * @param f their derivatives there
 */
public record StoredStep<T extends TFloating>(
        Operand<TFloat64> t0, Operand<TFloat64> t1, List<Operand<T>> y, List<Operand<T>> f) {

    /** Takes it again. */
    public Step<T> take(
            Ops tf, OdeSystem<T> system, StepSettings settings, List<Operand<T>> integrands, Context<T> context) {
        Step.Start<T> start = new Step.Start<>(t0, y, f, integrands);
        return ExplicitStepper.once(tf, system, settings.tableau(), start, t1, tf.math.sub(t1, t0), context);
    }
}
