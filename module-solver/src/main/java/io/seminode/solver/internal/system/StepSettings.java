package io.seminode.solver.internal.system;

import io.seminode.solver.control.Output;
import io.seminode.solver.control.SolveLimits;
import io.seminode.solver.control.StepControl;
import io.seminode.solver.control.Tolerances;
import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.method.Method;
import io.seminode.solver.method.RungeKutta;
import io.seminode.solver.norm.Norm;

/**
 * How the loop steps.
 *
 * @param method takes the steps
 * @param faithful whether a multistep method goes on where step sizes change, as torchdiffeq's do
 * @param steps with constant ones where the method estimates no error
 */
public record StepSettings(
        Method method,
        boolean faithful,
        Norm norm,
        Tolerances tolerances,
        StepControl steps,
        SolveLimits limits,
        Output output) {

    /** The coefficients of the method's Runge-Kutta steps. */
    public ButcherTableau tableau() {
        return method.tableau();
    }

    /** Whether a step can be taken again from its start alone: by an explicit Runge-Kutta method. */
    public boolean isRepeatable() {
        return method instanceof RungeKutta && tableau().isExplicit();
    }

    /** Whether the loop looks at the clock. */
    public boolean isTimed() {
        return limits.timeLimit() != null;
    }

    /** How a step is interpolated. */
    public StepInterpolant interpolant() {
        return output.linear()
                ? StepInterpolant.LINEAR
                : StepInterpolant.of(tableau().hasMidWeights());
    }

    /**
     * Whether a step's solution is known between its ends to the order that its error is estimated to. Methods of high order
     * have an interpolant of a lower one.
     */
    public boolean isInterpolatedToTolerance() {
        return isConstant() || interpolant().order() >= tableau().errorOrder();
    }

    /** Whether every step has the same size. */
    public boolean isConstant() {
        return !steps.controller().isAdaptive();
    }

    /** Whether a step leads from output time to output time. */
    public boolean isStepPerOutput() {
        return isConstant() && steps.first() == 0;
    }
}
