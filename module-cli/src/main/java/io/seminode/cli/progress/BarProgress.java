package io.seminode.cli.progress;

import io.seminode.models.train.BatchFailure;
import io.seminode.models.train.BatchMetrics;
import io.seminode.models.train.EpochMetrics;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A live bar over all trainings: for terminals. */
public final class BarProgress implements Progress {
    private static final int REFRESH_MILLIS = 250;

    private final PrintWriter err;
    private final TimeLeft timeLeft;
    private String label = "";
    private @Nullable ProgressBar bar;

    /**
     * Nothing done yet.
     *
     * @param err the terminal
     * @param trainings how many there will be
     */
    public BarProgress(PrintWriter err, int trainings) {
        this.err = err;
        this.timeLeft = new TimeLeft(trainings);
    }

    @Override
    public void phase(String what) {
        ProgressBar shown = bar;
        if (shown == null) {
            err.println(what + " ...");
            err.flush();
        } else {
            shown.setExtraMessage(what);
        }
    }

    @Override
    public void training(String norm, int repeat, int repeats, int epochs) {
        label = Labels.of(norm, repeat, repeats);
        timeLeft.trainingBegins(epochs);
        phase("Compiling " + label);
    }

    @Override
    public void batch(BatchMetrics metrics) {
        timeLeft.batch(metrics);
        ProgressBar shown = bar;
        if (shown == null) {
            shown = new ProgressBarBuilder()
                    .setTaskName("Training")
                    .setConsumer(new StandardErrorLine(err))
                    .setInitialMax(timeLeft.total())
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(REFRESH_MILLIS)
                    .setEtaFunction(state -> timeLeft.estimate())
                    .build();
            bar = shown;
        }
        shown.setExtraMessage(String.format(
                Locale.ROOT,
                "%s %d/%d loss %.2e%s nfe %d+%d",
                label,
                metrics.epoch(),
                metrics.epochs(),
                metrics.loss(),
                Labels.of(metrics.measures()),
                metrics.forward().evaluations(),
                metrics.backward().evaluations()));
        shown.stepTo(timeLeft.done());
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        // Each batch has been shown.
    }

    @Override
    public void failure(BatchFailure failure) {
        err.println("Left out " + failure);
        err.flush();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
