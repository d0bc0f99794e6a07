package io.seminode.solver;

import java.io.Serial;

/** A solve took more steps than there was memory to keep them in for the adjoint or dense output. */
public final class StoreFullException extends SolveException {
    @Serial
    private static final long serialVersionUID = 1L;

    StoreFullException(int capacity, int steps, long bytes, double time, double step, SolveStatistics statistics) {
        super(
                "There is room to keep " + capacity + " steps (storedSteps is " + steps + ", memoryBudget " + bytes
                        + " bytes), which is used up at t = " + time + " with a step of " + step
                        + ". Raise them, Solver.withGradients(g -> g.withStoredSteps(...).withMemoryBudget(...)), or take the"
                        + " checkpointed adjoint, which keeps fewer states, or backsolve, which keeps none.",
                time,
                step,
                statistics);
    }
}
