package io.seminode.cli.progress;

import io.seminode.models.train.BatchFailure;
import io.seminode.models.train.BatchMetrics;
import io.seminode.models.train.EpochMetrics;

/** Shows how trainings go, on standard error. */
public interface Progress extends AutoCloseable {
    /** Something that takes a while begins. */
    void phase(String what);

    /** A training begins; {@code repeat} counts from 0. */
    void training(String norm, int repeat, int repeats, int epochs);

    /** After each batch. */
    void batch(BatchMetrics metrics);

    /** After each epoch. */
    void epoch(EpochMetrics metrics);

    /** A batch failed and was left out. */
    void failure(BatchFailure failure);

    /** Leaves the terminal clean. */
    @Override
    void close();
}
