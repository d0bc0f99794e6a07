package io.seminode.cli.progress;

import io.seminode.data.DataProgress;
import java.io.PrintWriter;
import java.io.Serial;
import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows on standard error how far a download or the reading of data is: a bar on terminals, else a line each tenth. */
public final class DataBar implements DataProgress, AutoCloseable {
    private static final int REFRESH_MILLIS = 250;
    private static final int TENTHS = 10;
    private static final int LARGE = 10_000_000;
    private static final int MEBIBYTE = 1 << 20;

    private final PrintWriter err;
    private final boolean interactive;
    private final BooleanSupplier interrupted;
    private String current = "";
    private long shownTenth;
    private @Nullable ProgressBar bar;

    /**
     * Nothing shown yet.
     *
     * @param err where it is shown
     * @param interactive whether that can redraw a line
     * @param interrupted whether the work shall end: it does, with {@link StoppedException}, at the next step
     */
    public DataBar(PrintWriter err, boolean interactive, BooleanSupplier interrupted) {
        this.err = err;
        this.interactive = interactive;
        this.interrupted = interrupted;
    }

    /** Ends work that the user does not want any more. */
    public static final class StoppedException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("interrupted");
        }
    }

    @Override
    public void update(String what, long done, long total) {
        if (interrupted.getAsBoolean()) {
            throw new StoppedException();
        }
        if (!what.equals(current)) {
            close();
            current = what;
            begin(total);
        }
        ProgressBar shown = bar;
        if (shown != null) {
            shown.stepTo(done);
        } else if (!interactive && total > 0 && done * TENTHS / total > shownTenth) {
            shownTenth = done * TENTHS / total;
            err.println(what + ": " + shownTenth * TENTHS + " %");
            err.flush();
        }
    }

    private void begin(long total) {
        shownTenth = 0;
        if (interactive) {
            ProgressBarBuilder builder = new ProgressBarBuilder()
                    .setTaskName(current)
                    .setConsumer(new StandardErrorLine(err))
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(REFRESH_MILLIS);
            bar = (total > LARGE ? builder.setUnit(" MiB", MEBIBYTE) : builder).build();
        } else {
            err.println(current + " ...");
            err.flush();
        }
    }

    /** Leaves the terminal clean. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
        current = "";
    }
}
