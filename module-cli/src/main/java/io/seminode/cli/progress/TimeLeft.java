package io.seminode.cli.progress;

import io.seminode.models.train.BatchMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Estimates the time left from the batches done, over all trainings, all of which have the same number of batches. */
final class TimeLeft {
    private final int trainings;
    private final LongSupplier nanoClock;
    private int training;
    private int epochs;
    private long batchesOfTraining;
    private long done;
    private long doneBefore = -1;
    private long begin;

    TimeLeft(int trainings) {
        this(trainings, System::nanoTime);
    }

    TimeLeft(int trainings, LongSupplier nanoClock) {
        this.trainings = trainings;
        this.nanoClock = nanoClock;
    }

    void trainingBegins(int epochsOfTraining) {
        epochs = epochsOfTraining;
        if (training == 0) {
            begin = nanoClock.getAsLong();
        }
        training++;
    }

    void batch(BatchMetrics metrics) {
        batchesOfTraining = (long) metrics.epochs() * metrics.batches();
        done = (training - 1) * batchesOfTraining + (metrics.epoch() - 1L) * metrics.batches() + metrics.batch();
        if (doneBefore < 0) {
            doneBefore = done - 1; // by the process whose run this one continues
        }
    }

    int epochs() {
        return epochs;
    }

    long done() {
        return done;
    }

    /** 0 before the first batch. */
    long total() {
        return batchesOfTraining * trainings;
    }

    /** Empty before the first batch and after the last. */
    Optional<Duration> estimate() {
        if (done == 0 || done >= total()) {
            return Optional.empty();
        }
        double perBatch = (nanoClock.getAsLong() - begin) / (double) (done - doneBefore);
        return Optional.of(Duration.ofNanos((long) (perBatch * (total() - done))));
    }
}
