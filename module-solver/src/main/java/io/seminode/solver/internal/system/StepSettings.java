package io.seminode.solver.internal.system;

import io.seminode.solver.control.StepController;
import io.seminode.solver.control.StepOptions;
import io.seminode.solver.control.Tolerance;
import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.method.Multistep;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.state.Part;
import java.util.Map;
import java.util.Optional;

/**
 * How the loop steps.
 *
 * @param multistep how a multistep method goes on from its first steps
 * @param faithful whether a multistep method goes on where step sizes change, as torchdiffeq's do
 * @param tolerances of parts that have their own, by name
 * @param tolerance of all others
 * @param maxSteps accepted and rejected steps of one solve
 * @param timeLimit seconds that one solve may take; infinite for no limit
 * @param recordedSteps how many steps are recorded with time and size; 0 for none
 */
public record StepSettings(
        ButcherTableau tableau,
        Optional<Multistep> multistep,
        boolean faithful,
        Norm norm,
        StepController controller,
        StepOptions options,
        Map<String, Tolerance> tolerances,
        Tolerance tolerance,
        int maxSteps,
        double timeLimit,
        int recordedSteps) {

    /** Whether the loop looks at the clock. */
    boolean isTimed() {
        return timeLimit < Double.POSITIVE_INFINITY;
    }

    /** How a step is interpolated. */
    public StepInterpolant interpolant() {
        return options.linear() ? StepInterpolant.LINEAR : StepInterpolant.of(tableau.hasMidWeights());
    }

    /**
     * Whether a step's solution is known between its ends to the order that its error is estimated to. Methods of high order
     * have an interpolant of a lower one.
     */
    public boolean isInterpolatedToTolerance() {
        return isConstant() || interpolant().order() >= tableau.errorOrder();
    }

    /** The tolerance of a part. */
    public Tolerance tolerance(Part part) {
        return tolerances.getOrDefault(part.name(), tolerance);
    }

    /** Whether every step has the same size. */
    public boolean isConstant() {
        return !controller.isAdaptive();
    }

    /** Whether a step leads from output time to output time. */
    public boolean isStepPerOutput() {
        return isConstant() && options.first() == 0;
    }
}
