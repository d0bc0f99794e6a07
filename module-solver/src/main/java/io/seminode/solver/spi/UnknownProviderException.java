package io.seminode.solver.spi;

import java.io.Serial;

/** A name that no provider has; the message lists those there are. */
public final class UnknownProviderException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** With the message to show to the user. */
    public UnknownProviderException(String message) {
        super(message);
    }
}
