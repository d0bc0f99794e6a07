package io.seminode.models.train;

import java.io.Serial;

/** The solves went well, but the loss or its gradient is not a finite number. */
public final class NonFiniteLossException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    NonFiniteLossException(double loss, double gradientSquare) {
        super(
                Double.isFinite(loss)
                        ? "The gradient is not finite (its square is " + gradientSquare + ") at a loss of " + loss + "."
                        : "The loss is " + loss + ".");
    }
}
