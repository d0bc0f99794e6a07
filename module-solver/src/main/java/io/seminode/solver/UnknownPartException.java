package io.seminode.solver;

import java.io.Serial;
import java.util.List;

/** A solver has tolerances for a part that neither the problem's state nor its adjoint has. */
public final class UnknownPartException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String part;

    /**
     * An error.
     *
     * @param part that was named
     * @param known those there are
     */
    public UnknownPartException(String part, List<String> known) {
        super("Tolerances for part \"" + part + "\" found; the problem and its adjoint have the parts "
                + String.join(", ", known) + ".");
        this.part = part;
    }

    /** The name of the part that is not there. */
    public String part() {
        return part;
    }
}
