package io.seminode.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the machine has too little of for a command: memory for Java, address space, open files. The symptoms are errors of Java's
 * that say nothing to a user, such as a native library or a class that is not found.
 *
 * @param limits of this process, as Linux tells them; empty elsewhere
 */
record Shortage(String limits) {
    private static final int FEW_FILES = 256;
    private static final long MIB = 1 << 20;

    /** The limits of this process. They are read at once: when files are short, this one can't be read any more. */
    static Shortage ofThisProcess() {
        try {
            return new Shortage(Files.readString(Path.of("/proc/self/limits")));
        } catch (IOException | SecurityException notLinux) {
            return new Shortage("");
        }
    }

    /** What was short when this was thrown, in a sentence with its remedy; empty if nothing is known to be. */
    Optional<String> of(Throwable thrown) {
        boolean isLinkage = false;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("Too many open files")) {
                return Optional.of(openFiles(message));
            }
            if (cause instanceof OutOfMemoryError) {
                return Optional.of(memory(message));
            }
            if (cause instanceof UnsatisfiedLinkError && !mayOpenFewFiles()) {
                return Optional.of(library(message));
            }
            isLinkage |= cause instanceof LinkageError;
        }
        return isLinkage && mayOpenFewFiles()
                ? Optional.of(openFiles(thrown.getClass().getSimpleName() + ": " + thrown.getMessage()))
                : Optional.empty();
    }

    private String memory(String message) {
        if (message.contains("thread")) {
            return "Too few threads or too little memory for them (" + message
                    + "): see what ulimit -u and ulimit -v say.";
        }
        return "Out of memory (" + message + "): the heap of Java may have "
                + Runtime.getRuntime().maxMemory() / MIB
                + " MiB; give it more, as by SEMINODE_JAVA_OPTS=-Xmx4g, or use smaller batches.";
    }

    private String library(String message) {
        Optional<Long> addressSpace = limit("Max address space");
        return "TensorFlow's native library can't be loaded (" + message + ")"
                + addressSpace
                        .map(bytes -> "; this process may have an address space of " + bytes / MIB
                                + " MiB, expected several GiB: raise ulimit -v.")
                        .orElse(
                                "; expected Linux on x86-64, macOS on arm64 or Windows on x86-64, and room for it where Java"
                                        + " keeps its files: with --debug the whole cause is shown.");
    }

    private String openFiles(String message) {
        return "Too few files can be open at once (" + message + ")"
                + limit("Max open files")
                        .map(files -> ": this process may have " + files + " open")
                        .orElse("")
                + ", expected " + FEW_FILES + " or more; raise ulimit -n.";
    }

    private boolean mayOpenFewFiles() {
        return limit("Max open files").filter(files -> files < FEW_FILES).isPresent();
    }

    /** The soft limit of that name, if there is one. */
    private Optional<Long> limit(String name) {
        Matcher matcher =
                Pattern.compile("^" + name + "\\s+(\\d+)", Pattern.MULTILINE).matcher(limits);
        return matcher.find() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }
}
