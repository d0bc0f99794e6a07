package io.seminode.cli.progress;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * Redraws one line of a terminal.
 *
 * <p>The library's own consumer asks JLine for a terminal, and JLine takes over the handling of Ctrl-C: the process would
 * be killed without a chance to end in order.
 */
final class StandardErrorLine implements ProgressBarConsumer {
    private static final int USUAL_WIDTH = 80;

    private final PrintWriter err;
    private final int width = terminalWidth();

    StandardErrorLine(PrintWriter err) {
        this.err = err;
    }

    @Override
    public int getMaxRenderedLength() {
        return width - 1; // a full line would wrap
    }

    @Override
    public void accept(String rendered) {
        err.print('\r' + rendered);
        err.flush();
    }

    @Override
    public void close() {
        err.println();
        err.flush();
    }

    private static int terminalWidth() {
        try {
            Process stty = new ProcessBuilder("/bin/sh", "-c", "stty size </dev/tty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream out = stty.getInputStream()) {
                String[] size = new String(out.readAllBytes(), StandardCharsets.US_ASCII)
                        .strip()
                        .split(" ", -1);
                int columns = Integer.parseInt(size[size.length - 1]);
                return columns > 0 ? columns : USUAL_WIDTH;
            }
        } catch (IOException | NumberFormatException unknown) {
            return USUAL_WIDTH;
        }
    }
}
