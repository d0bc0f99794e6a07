package io.seminode.solver;

import java.io.Serial;

/** A solve took more steps than there was memory to keep them in for the adjoint or dense output. */
public final class StoreFullException extends SolveException {
    @Serial
    private static final long serialVersionUID = 1L;

    StoreFullException(int capacity, long bytes, double time, double step, SolveStatistics statistics) {
        super(
                "The memory budget of " + bytes + " bytes keeps " + capacity + " steps, which are used up at t = "
                        + time + " with a step of " + step
                        + ". Raise it with Solver.withMemoryBudget, or take the checkpointed adjoint, which keeps fewer"
                        + " states, or backsolve, which keeps none.",
                time,
                step,
                statistics);
    }
}
