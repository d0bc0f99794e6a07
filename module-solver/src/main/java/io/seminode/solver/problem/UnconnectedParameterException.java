package io.seminode.solver.problem;

import java.io.Serial;

/** A learnt parameter that the vector field does not use: its gradient would silently be zero. */
public final class UnconnectedParameterException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String parameter;

    /** For the parameter of that name. */
    public UnconnectedParameterException(String parameter) {
        super("The field does not use parameter \"" + parameter
                + "\", so nothing would be learnt about it. Use it, remove it, or declare it MAY_BE_UNUSED.");
        this.parameter = parameter;
    }

    /** The name of the parameter. */
    public String parameter() {
        return parameter;
    }
}
