package io.seminode.solver.internal;

import io.seminode.solver.control.StepController;
import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.norm.Norm;

/**
 * How the loop steps.
 *
 * @param maxSteps accepted and rejected steps of one solve
 * @param timeLimit seconds that one solve may take; infinite for no limit
 * @param recordedSteps how many steps are recorded with time and size; 0 for none
 */
public record StepSettings(
        ButcherTableau tableau,
        Norm norm,
        StepController controller,
        double rtol,
        double atol,
        int maxSteps,
        double timeLimit,
        int recordedSteps) {

    /** Whether the loop looks at the clock. */
    boolean isTimed() {
        return timeLimit < Double.POSITIVE_INFINITY;
    }

    /** How a step is interpolated. */
    StepInterpolant interpolant() {
        return StepInterpolant.of(tableau.hasMidWeights());
    }
}
