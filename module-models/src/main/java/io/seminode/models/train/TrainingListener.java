package io.seminode.models.train;

/** Is told how training goes: for progress, logs and plots. What it throws ends the training. */
public interface TrainingListener {
    /** After each batch; the session may be saved then. */
    default void onBatch(BatchMetrics metrics) {}

    /**
     * Before each batch of a validation; the session may be saved then. It is as after the last batch that was learnt from, so
     * that the validation is done again when the training is continued.
     */
    default void onEvaluationBatch() {}

    /** After each epoch; the session may be saved then. */
    default void onEpoch(EpochMetrics metrics) {}

    /** A batch failed and was left out. */
    default void onFailure(BatchFailure failure) {}

    /** Asked after each epoch: true ends the training early. */
    default boolean isEnough() {
        return false;
    }
}
