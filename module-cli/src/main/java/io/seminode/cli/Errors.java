package io.seminode.cli;

import io.seminode.cli.error.CommandException;
import io.seminode.solver.problem.BatchingException;
import io.seminode.solver.spi.ProviderOptionException;
import io.seminode.solver.spi.UnknownProviderException;
import io.seminode.solver.tensor.InterruptedCallException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into one line on standard error and an exit code. */
final class Errors {
    /** How Java says that a name of a file has letters that the locale's encoding lacks. */
    private static final String UNMAPPABLE = "unmappable characters";

    private static final String ENCODING_REMEDY = "Names of files in this locale are in "
            + System.getProperty("sun.jnu.encoding") + ", which lacks some of these letters: run it again with"
            + " LC_ALL=C.UTF-8, or another locale of UTF-8.";

    private Errors() {}

    /** Arguments that picocli rejects. */
    static int wrongUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String suggestions = "";
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            suggestions = " Did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
        }
        command.getErr().println(line(oneLine(e) + suggestions + hint(command)));
        return ExitCode.USAGE;
    }

    /** What a command throws. */
    static int failed(Exception e, CommandLine command, Shortage shortage, boolean debug) {
        PrintWriter err = command.getErr();
        int exitCode = exitCode(e);
        if (exitCode != CommandException.INTERRUPTED) { // then Interruption has the last word
            err.println(line(
                    shortage.of(e).orElseGet(() -> oneLine(e)) + (exitCode == ExitCode.USAGE ? hint(command) : "")));
        }
        if (debug) {
            e.printStackTrace(err);
        }
        return exitCode;
    }

    /** What ends the command from outside of it: an error of Java's, or one in making the command. */
    static int broken(Throwable e, PrintWriter err, Shortage shortage, boolean debug) {
        err.println(line(
                shortage.of(e).orElseGet(() -> oneLine(e) + " This is a fault of Seminode's; --debug shows where.")));
        if (debug) {
            e.printStackTrace(err);
        }
        return ExitCode.SOFTWARE;
    }

    private static int exitCode(Exception e) {
        if (e instanceof CommandException stop) {
            return stop.exitCode();
        }
        if (e instanceof InterruptedCallException) {
            return CommandException.INTERRUPTED;
        }
        boolean wrongUsage = e instanceof UnknownProviderException
                || e instanceof ProviderOptionException
                || e instanceof BatchingException;
        return wrongUsage ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    private static String line(String message) {
        return "seminode: " + message;
    }

    private static String hint(CommandLine command) {
        return " See: " + command.getCommandSpec().qualifiedName() + " --help";
    }

    /** Whether a command ends so because the user pressed Ctrl-C. */
    static boolean isInterruption(Exception e) {
        return exitCode(e) == CommandException.INTERRUPTED;
    }

    /** The message without line breaks; the kind of exception if it is not one of ours and its message may say little. */
    static String oneLine(Throwable e) {
        String message = e.getMessage() == null ? "" : e.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
        boolean speaksForItself = e instanceof ParameterException
                || e.getClass().getName().startsWith("io.seminode.")
                || e instanceof IllegalArgumentException;
        String text = speaksForItself && !message.isEmpty()
                ? message
                : e.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
        String sentence = text.endsWith(".") || text.endsWith("?") ? text : text + ".";
        return sentence.contains(UNMAPPABLE) ? sentence + " " + ENCODING_REMEDY : sentence;
    }
}
