package io.seminode.solver.internal.step;

import io.seminode.solver.internal.system.Context;
import io.seminode.solver.internal.system.OdeSystem;
import io.seminode.solver.internal.system.StepErrors;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.method.Multistep;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** Takes trial steps. */
public interface Stepper<T extends TFloating> {

    /** The one that the settings' method asks for. */
    static <T extends TFloating> Stepper<T> of(
            OdeSystem<T> system, StepSettings settings, StepErrors<T> errors, UnmeasuredIntegrals<T> unmeasured) {
        if (settings.method() instanceof Multistep multistep) {
            return new AdamsStepper<>(system, settings, multistep);
        }
        return settings.tableau().isExplicit()
                ? new ExplicitStepper<>(
                        system, settings.tableau(), new StepEnding<>(system, settings, errors, unmeasured))
                : ImplicitStepper.of(system, settings.tableau(), errors);
    }

    /** What is remembered before the first step: nothing yet; empty if nothing ever is. */
    default Optional<History<T>> start(Ops tf) {
        return Optional.empty();
    }

    /**
     * Adds the operations of a step.
     *
     * @param start where it starts
     * @param t1 where it ends
     * @param dt its signed size
     * @param afresh whether the solve starts afresh at its end; null if it never does
     */
    Step<T> take(
            Ops tf,
            Step.Start<T> start,
            Operand<TFloat64> t1,
            Operand<TFloat64> dt,
            @Nullable Operand<TBool> afresh,
            Context<T> context);
}
