package io.seminode.models.tribuo;

import io.seminode.models.train.BatchFailure;
import io.seminode.models.train.BatchMetrics;
import io.seminode.models.train.EpochMetrics;
import io.seminode.models.train.TrainingListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;

/**
 * Tells a log how training goes, as Tribuo's trainers do, by the platform's logger, which is theirs unless another was installed.
 *
 * @param log to tell
 * @param epochs there will be at most
 * @param interval epochs between messages, 0 for none
 * @param other who is told, too
 */
record LoggedTraining(Logger log, int epochs, int interval, TrainingListener other) implements TrainingListener {
    @Override
    public void onBatch(BatchMetrics metrics) {
        other.onBatch(metrics);
    }

    @Override
    public void onEvaluationBatch() {
        other.onEvaluationBatch();
    }

    @Override
    public void onEpoch(EpochMetrics metrics) {
        other.onEpoch(metrics);
        if (interval > 0 && (metrics.epoch() % interval == 0 || metrics.epoch() == epochs || isEnough())) {
            String heldOut = Double.isNaN(metrics.validationLoss())
                    ? ""
                    : String.format(Locale.ROOT, ", %.4g of the part held out", metrics.validationLoss());
            log.log(
                    Level.INFO,
                    String.format(
                            Locale.ROOT,
                            "Epoch %d of %d: loss %.4g%s, %d evaluations forward and %d backward, %.1f s",
                            metrics.epoch(),
                            epochs,
                            metrics.trainLoss(),
                            heldOut,
                            metrics.forward().evaluations(),
                            metrics.backward().evaluations(),
                            metrics.seconds()));
        }
    }

    @Override
    public void onFailure(BatchFailure failure) {
        log.log(Level.WARNING, "Failed: " + failure + ", " + failure.remedy());
        other.onFailure(failure);
    }

    @Override
    public boolean isEnough() {
        return other.isEnough();
    }
}
