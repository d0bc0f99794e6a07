package io.seminode.cli.process;

import io.seminode.cli.sweep.spi.SweepTask;
import java.io.IOException;
import java.io.InputStream;

/**
 * Lets a process end with the one that started it, however that one ends. Its standard input is a pipe: the system closes the
 * other end with the process that holds it, also after {@code kill -9}.
 */
public final class ParentWatch {
    private static final int INTERRUPTED = 130;

    private ParentWatch() {}

    /** Prepares a process that is to end with this one. */
    public static ProcessBuilder watched(ProcessBuilder builder) {
        builder.environment().put(SweepTask.ENDS_WITH_INPUT, "1");
        return builder.redirectInput(ProcessBuilder.Redirect.PIPE);
    }

    /** In a process that was started so, watches from now on; in others does nothing. */
    public static void begin() {
        if (System.getenv(SweepTask.ENDS_WITH_INPUT) != null) {
            Thread watch = new Thread(ParentWatch::awaitEnd, "seminode-parent");
            watch.setDaemon(true);
            watch.start();
        }
    }

    /** Ends as by Ctrl-C: a training saves itself. */
    private static void awaitEnd() {
        try {
            InputStream input = System.in;
            while (input.read() >= 0) {
                // nobody writes there
            }
        } catch (IOException e) {
            // as good as its end
        }
        System.exit(INTERRUPTED);
    }
}
