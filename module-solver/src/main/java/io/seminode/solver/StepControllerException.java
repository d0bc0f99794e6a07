package io.seminode.solver;

import java.io.Serial;

/** The step controller gave a factor for the next step that is not finite or not positive. */
public final class StepControllerException extends SolveException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String controller;

    StepControllerException(String controller, double time, double step, SolveStatistics statistics) {
        super(
                "Step controller \"" + controller + "\" gave a next step of size " + step + " at t = " + time
                        + ", after "
                        + statistics.accepted() + " accepted and " + statistics.rejected()
                        + " rejected steps; expected a factor that is finite and positive. Mend the controller, or take another.",
                time,
                step,
                statistics);
        this.controller = controller;
    }

    /** The controller's name. */
    public String controller() {
        return controller;
    }
}
