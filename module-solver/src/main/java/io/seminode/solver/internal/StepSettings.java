package io.seminode.solver.internal;

import io.seminode.solver.control.StepController;
import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.norm.Norm;

/**
 * How the loop steps.
 *
 * @param maxSteps accepted and rejected steps of one solve
 * @param recordedSteps how many steps are recorded with time and size; 0 for none
 */
public record StepSettings(
        ButcherTableau tableau,
        Norm norm,
        StepController controller,
        double rtol,
        double atol,
        int maxSteps,
        int recordedSteps) {

    /** How a step is interpolated. */
    StepInterpolant interpolant() {
        return StepInterpolant.of(tableau.hasMidWeights());
    }
}
