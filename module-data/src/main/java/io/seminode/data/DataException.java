package io.seminode.data;

import java.io.Serial;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Data that cannot be had or cannot be used. The message names the file, what was found, what was expected and what to do. */
public final class DataException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final long NOWHERE = -1;

    /** What is the matter. */
    public enum Reason {
        /** A file or folder is not there. */
        MISSING,
        /** The system cannot read or write a file. */
        UNREADABLE,
        /** A file is cut short or its contents contradict themselves. */
        DAMAGED,
        /** A file is whole but not of the kind expected. */
        WRONG_FORMAT,
        /** A file holds more than there is memory for. */
        TOO_LARGE,
        /** A file is not the one that the publisher gives the checksum of. */
        WRONG_CHECKSUM,
        /** A server cannot be reached or does not deliver. */
        UNREACHABLE
    }

    private final Reason reason;
    private final String file;
    private final long offset;

    private DataException(
            Reason reason, String file, long offset, String problem, String message, @Nullable Throwable cause) {
        super(message + ": " + problem, cause);
        this.reason = reason;
        this.file = file;
        this.offset = offset;
    }

    /**
     * Something about a whole file.
     *
     * @param file its path, or the address it comes from
     * @param problem what was found, expected, and what to do: a sentence
     */
    public DataException(Reason reason, Object file, String problem) {
        this(reason, file.toString(), NOWHERE, problem, file.toString(), null);
    }

    /** Something about a whole file, noticed by somebody else. */
    public DataException(Reason reason, Object file, String problem, Throwable cause) {
        this(reason, file.toString(), NOWHERE, problem, file.toString(), cause);
    }

    /**
     * Something at one place in a file.
     *
     * @param offset in bytes from the start; in what is unpacked if the file is compressed
     */
    public DataException(Reason reason, Object file, long offset, String problem) {
        this(reason, file.toString(), offset, problem, file + " at byte " + offset, null);
    }

    /** Something at one place in a file, noticed by somebody else. */
    public DataException(Reason reason, Object file, long offset, String problem, Throwable cause) {
        this(reason, file.toString(), offset, problem, file + " at byte " + offset, cause);
    }

    /** What is the matter. */
    public Reason reason() {
        return reason;
    }

    /** The file or address. */
    public String file() {
        return file;
    }

    /** The place in the file, in bytes from its start. */
    public OptionalLong offset() {
        return offset == NOWHERE ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}
