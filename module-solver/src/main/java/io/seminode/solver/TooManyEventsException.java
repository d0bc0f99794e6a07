package io.seminode.solver;

import java.io.Serial;

/** More events happened than there is room for; perhaps two set each other off without end. */
public final class TooManyEventsException extends SolveException {
    @Serial
    private static final long serialVersionUID = 1L;

    TooManyEventsException(int limit, double time, double step, SolveStatistics statistics) {
        super(
                "The limit of " + limit + " events is reached at t = " + time
                        + ". Raise it with Problem.Builder.maxEvents; if the events follow each other ever faster, end the"
                        + " solve before with a terminating one.",
                time,
                step,
                statistics);
    }
}
