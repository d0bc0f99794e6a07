package io.seminode.cli.progress;

import io.seminode.models.train.BatchMetrics;
import io.seminode.models.train.EpochMetrics;

/** Shows how a comparison goes, on standard error. */
public interface Progress extends AutoCloseable {
    /** Something that takes a while begins. */
    void phase(String what);

    /** A training begins; {@code repeat} counts from 0. */
    void training(String norm, int repeat, int repeats);

    /** After each batch. */
    void batch(BatchMetrics metrics);

    /** After each epoch. */
    void epoch(EpochMetrics metrics);

    /** Leaves the terminal clean. */
    @Override
    void close();
}
