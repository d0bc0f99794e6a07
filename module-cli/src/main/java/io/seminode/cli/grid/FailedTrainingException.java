package io.seminode.cli.grid;

import java.io.Serial;

/** A run of a grid failed. The others do not depend on it. */
public final class FailedTrainingException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message why, in one line for the user
     * @param cause what the training threw
     */
    public FailedTrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
