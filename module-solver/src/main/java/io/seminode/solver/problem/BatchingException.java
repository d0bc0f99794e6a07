package io.seminode.solver.problem;

import java.io.Serial;

/** Says that own step sizes per sample do not go together with a problem or with other settings, and what does. */
public final class BatchingException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Names what was found, and the remedy. */
    public BatchingException(String message) {
        super(message);
    }
}
