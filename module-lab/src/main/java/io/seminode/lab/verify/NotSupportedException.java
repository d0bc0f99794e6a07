package io.seminode.lab.verify;

import java.io.Serial;

/** A case that asks for something this version does not have; the message says what. It is skipped, not passed. */
final class NotSupportedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    NotSupportedException(String message) {
        super(message);
    }
}
