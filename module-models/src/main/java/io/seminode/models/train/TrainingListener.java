package io.seminode.models.train;

/** Is told how training goes: for progress, logs and plots. What it throws ends the training. */
public interface TrainingListener {
    /** After each batch; the session may be saved then. */
    default void onBatch(BatchMetrics metrics) {}

    /** After each epoch; the session may be saved then. */
    default void onEpoch(EpochMetrics metrics) {}

    /** A batch failed and was left out. */
    default void onFailure(BatchFailure failure) {}

    /** Asked after each epoch: true ends the training early. */
    default boolean isEnough() {
        return false;
    }
}
