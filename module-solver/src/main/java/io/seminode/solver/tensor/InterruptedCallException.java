package io.seminode.solver.tensor;

import java.io.Serial;

/**
 * The thread was interrupted before a compiled function was called, or while it ran: a training, or whatever else calls
 * functions in a loop, ends between two calls or between two steps of a solve. The thread's flag stays set.
 */
public final class InterruptedCallException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    InterruptedCallException(String function, String when) {
        super("Interrupted " + when + " a call of function \"" + function + "\".");
    }
}
