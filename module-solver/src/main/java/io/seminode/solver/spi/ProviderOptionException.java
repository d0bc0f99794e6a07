package io.seminode.solver.spi;

import java.io.Serial;

/** An option that a provider does not have, or a value that it cannot have; the message says what there is. */
public final class ProviderOptionException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** With the message to show to the user. */
    public ProviderOptionException(String message) {
        super(message);
    }
}
