package io.seminode.solver.spi;

import java.io.Serial;

/** Two providers with one name. */
public final class DuplicateProviderException extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** With the message to show to the user. */
    public DuplicateProviderException(String message) {
        super(message);
    }
}
