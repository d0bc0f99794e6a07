package io.seminode.data.speech;

import java.io.Serial;

/** A clip that is left out. */
final class UnusableClipException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ClipFault fault;

    UnusableClipException(ClipFault fault) {
        super(fault.description());
        this.fault = fault;
    }

    UnusableClipException(ClipFault fault, String found) {
        super(fault.description() + " (" + found + ")");
        this.fault = fault;
    }

    ClipFault fault() {
        return fault;
    }
}
