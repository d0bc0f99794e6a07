package io.seminode.cli.error;

import java.io.Serial;

/** Ends a command with an exit code and one line for the user. */
public final class CommandException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    /** The exit code after Ctrl-C. */
    public static final int INTERRUPTED = 130;

    private final int exitCode;

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What was asked for cannot be done here. */
    public static CommandException failed(String message) {
        return new CommandException(FAILED, message);
    }

    /** What was asked for makes no sense. */
    public static CommandException wrongUsage(String message) {
        return new CommandException(WRONG_USAGE, message);
    }

    /** What was asked for makes no sense, as something that checked it says. */
    public static CommandException wrongUsage(IllegalArgumentException e) {
        String message = e.getMessage();
        return wrongUsage(message == null ? "Found a wrong setting" : message);
    }

    /** The user pressed Ctrl-C. */
    public static CommandException interrupted(String message) {
        return new CommandException(INTERRUPTED, message);
    }

    /** The exit code of the process. */
    public int exitCode() {
        return exitCode;
    }
}
