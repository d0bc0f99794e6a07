package io.seminode.models.train;

/** Is told how training goes: for progress, logs and plots. */
public interface TrainingListener {
    /** After each batch. */
    default void onBatch(BatchMetrics metrics) {}

    /** After each epoch. */
    default void onEpoch(EpochMetrics metrics) {}
}
