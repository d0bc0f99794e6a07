package io.seminode.solver;

import java.io.Serial;
import java.time.Duration;

/** A solve took longer than it may. */
public final class TimeLimitException extends SolveException {
    @Serial
    private static final long serialVersionUID = 1L;

    TimeLimitException(Duration limit, double time, double step, SolveStatistics statistics) {
        super(
                "The time limit of " + (limit.toSeconds() + limit.toNanosPart() / 1e9) + " s is over at t = " + time
                        + " with a step of "
                        + step
                        + ", after " + statistics.accepted() + " accepted and " + statistics.rejected()
                        + " rejected steps. Raise it with Solver.withTimeLimit, or raise rtol or atol.",
                time,
                step,
                statistics);
    }
}
