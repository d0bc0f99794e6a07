package io.seminode.solver;

import java.io.Serial;

/** The limit on the number of steps is reached. */
public final class TooManyStepsException extends SolveException {
    @Serial
    private static final long serialVersionUID = 1L;

    TooManyStepsException(int limit, double time, double step, SolveStatistics statistics) {
        super(
                "The limit of " + limit + " steps is reached at t = " + time + " with a step of " + step + ", "
                        + statistics.rejected()
                        + " of them rejected. Raise maxSteps or the tolerance; a stiff problem needs an implicit method.",
                time,
                step,
                statistics);
    }
}
