package io.seminode.models.file;

import java.io.Serial;

/** A model file or checkpoint that cannot be used. */
public final class StoredFileException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a file cannot be used. */
    public enum Reason {
        /** It can't be read from disk. */
        UNREADABLE,
        /** It is something else. */
        FOREIGN,
        /** It was one of ours, but has changed since it was written. */
        DAMAGED,
        /** It was written by a version of this software that is not this one's to read. */
        OTHER_VERSION,
        /** It is whole, but not what was asked for: of another model, or made with other settings. */
        UNFIT
    }

    /** With a message that names file, finding and remedy. */
    public StoredFileException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The same with what caused it. */
    public StoredFileException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * What is found wrong with what stands in a file, in words that name the file.
     *
     * @param file the file, or where its bytes come from
     * @param e what is wrong, of which some who find it know no file
     */
    public static StoredFileException in(Object file, RuntimeException e) {
        if (e instanceof StoredFileException named
                && String.valueOf(e.getMessage()).contains(file.toString())) {
            return named;
        }
        boolean speaks = e instanceof StoredFileException
                || e instanceof IllegalArgumentException
                || e.getClass().getName().startsWith("io.seminode.");
        return new StoredFileException(
                e instanceof StoredFileException stored ? stored.reason() : Reason.UNFIT,
                file + " can't be used: " + (speaks ? String.valueOf(e.getMessage()) : e.toString()),
                e);
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
