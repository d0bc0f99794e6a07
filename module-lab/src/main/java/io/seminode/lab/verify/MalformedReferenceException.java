package io.seminode.lab.verify;

import java.io.Serial;

/** A reference file that cannot be read; the message names the field. */
final class MalformedReferenceException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    MalformedReferenceException(String message) {
        super(message);
    }
}
