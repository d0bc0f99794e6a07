package io.seminode.solver;

import java.io.Serial;

/** The vector field, or its error estimate, is not a number or infinite however small the step is made. */
public final class NonFiniteException extends SolveException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String part;

    NonFiniteException(String part, double time, double step, SolveStatistics statistics) {
        super(
                "Part \"" + part + "\" is not finite just after t = " + time + ", even with a step of " + step
                        + ". Check the field and its parameters there; a smaller tolerance does not help.",
                time,
                step,
                statistics);
        this.part = part;
    }

    /** The first part of the state that is not finite. */
    public String part() {
        return part;
    }
}
