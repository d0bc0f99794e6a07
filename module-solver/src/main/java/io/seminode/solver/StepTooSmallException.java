package io.seminode.solver;

import java.io.Serial;

/** The tolerance asks for steps so small that time does not change any more. */
public final class StepTooSmallException extends SolveException {
    @Serial
    private static final long serialVersionUID = 1L;

    StepTooSmallException(double time, double step, SolveStatistics statistics) {
        super(
                "At t = " + time + " the step of " + step + " is too small to change the time, after "
                        + statistics.accepted() + " accepted and " + statistics.rejected()
                        + " rejected steps. The problem is singular or stiff there, or the tolerance is below the"
                        + " precision; raise rtol or atol, or use float64.",
                time,
                step,
                statistics);
    }
}
