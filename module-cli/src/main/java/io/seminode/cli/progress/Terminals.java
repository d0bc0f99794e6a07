package io.seminode.cli.progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells terminals from files and pipes. */
public final class Terminals {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Terminals() {}

    /** Whether standard error is a terminal that can redraw a line. Java itself knows only of input and output. */
    public static boolean isStandardErrorInteractive() {
        String term = System.getenv("TERM");
        if (term == null || term.equals("dumb")) {
            return false;
        }
        try {
            return Files.isSymbolicLink(STANDARD_ERROR)
                    ? isTerminal(Files.readSymbolicLink(STANDARD_ERROR).toString())
                    : askTheSystem();
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Linux. */
    private static boolean isTerminal(String device) {
        return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    }

    /** Other systems with the standard command {@code test}. */
    private static boolean askTheSystem() throws IOException {
        try {
            return new ProcessBuilder("/bin/test", "-t", "2")
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
