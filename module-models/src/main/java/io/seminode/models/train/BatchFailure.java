package io.seminode.models.train;

/**
 * A batch that could not be learnt from.
 *
 * @param epoch from 1
 * @param batch from 1; 0 for the validation after the epoch
 * @param cause in words
 * @param remedy what the training does about it
 */
public record BatchFailure(int epoch, int batch, String cause, OnFailure remedy) {
    /** Which batch, and why. */
    @Override
    public String toString() {
        String place = batch == 0 ? "the validation after epoch " + epoch : "batch " + batch + " of epoch " + epoch;
        return place + ": " + cause;
    }
}
