package io.seminode.models.train;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A training that could not go on; names the batch and the cause. */
public final class TrainingFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient BatchFailure failure;

    TrainingFailedException(BatchFailure failure, String advice, @Nullable RuntimeException cause) {
        super("Training failed in " + failure + " " + advice, cause);
        this.failure = failure;
    }

    /** Where and why. */
    public BatchFailure failure() {
        return failure;
    }
}
