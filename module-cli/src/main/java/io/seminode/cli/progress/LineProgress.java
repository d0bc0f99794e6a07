package io.seminode.cli.progress;

import io.seminode.models.train.BatchFailure;
import io.seminode.models.train.BatchMetrics;
import io.seminode.models.train.EpochMetrics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** A line per phase and epoch: for logs, pipes and files. */
public final class LineProgress implements Progress {
    private final PrintWriter err;
    private final TimeLeft timeLeft;
    private String label = "";

    /**
     * Nothing done yet.
     *
     * @param err where lines go
     * @param trainings how many there will be
     */
    public LineProgress(PrintWriter err, int trainings) {
        this.err = err;
        this.timeLeft = new TimeLeft(trainings);
    }

    @Override
    public void phase(String what) {
        err.println(what + " ...");
        err.flush();
    }

    @Override
    public void training(String norm, int repeat, int repeats, int epochs) {
        label = Labels.of(norm, repeat, repeats);
        timeLeft.trainingBegins(epochs);
    }

    @Override
    public void batch(BatchMetrics metrics) {
        timeLeft.batch(metrics);
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        double batches = metrics.batches();
        err.printf(
                Locale.ROOT,
                "%s: epoch %d of %d, loss %.3e, validation %.3e%s, evaluations per batch %.1f forward %.1f backward,"
                        + " %.1f s%s%n",
                label,
                metrics.epoch(),
                timeLeft.epochs(),
                metrics.trainLoss(),
                metrics.validationLoss(),
                Labels.of(metrics.trainMeasures(), metrics.validationMeasures()),
                metrics.forward().evaluations() / batches,
                metrics.backward().evaluations() / batches,
                metrics.seconds(),
                timeLeft.estimate().map(d -> ", " + format(d) + " left").orElse(""));
        err.flush();
    }

    /** Minutes and seconds, with hours where there are any. */
    static String format(Duration d) {
        return d.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", d.toHours(), d.toMinutesPart(), d.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", d.toMinutes(), d.toSecondsPart());
    }

    @Override
    public void failure(BatchFailure failure) {
        err.println("Left out " + failure);
        err.flush();
    }

    @Override
    public void close() {
        err.flush();
    }
}
