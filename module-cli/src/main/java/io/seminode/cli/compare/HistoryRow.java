package io.seminode.cli.compare;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.seminode.models.train.EpochMetrics;

/**
 * One epoch of one training, as a line of {@code history.csv}. Counts are sums over the batches of the epoch.
 *
 * @param norm of the backward solve
 * @param repeat from 0
 * @param seed of the repeat
 * @param epoch from 1
 * @param batches of the epoch
 * @param trainLoss mean over the batches, each before its update
 * @param validationLoss after the epoch
 * @param forwardEvaluations of the field
 * @param forwardAccepted steps
 * @param forwardRejected steps
 * @param backwardEvaluations of the adjoint system
 * @param backwardAccepted steps
 * @param backwardRejected steps
 * @param seconds of training
 */
@JsonPropertyOrder({
    "norm",
    "repeat",
    "seed",
    "epoch",
    "batches",
    "train_loss",
    "validation_loss",
    "forward_evaluations",
    "forward_accepted",
    "forward_rejected",
    "backward_evaluations",
    "backward_accepted",
    "backward_rejected",
    "seconds"
})
public record HistoryRow(
        String norm,
        int repeat,
        long seed,
        int epoch,
        int batches,
        double trainLoss,
        double validationLoss,
        long forwardEvaluations,
        long forwardAccepted,
        long forwardRejected,
        long backwardEvaluations,
        long backwardAccepted,
        long backwardRejected,
        double seconds) {

    static HistoryRow of(String norm, int repeat, long seed, EpochMetrics m) {
        return new HistoryRow(
                norm,
                repeat,
                seed,
                m.epoch(),
                m.batches(),
                m.trainLoss(),
                m.validationLoss(),
                m.forward().evaluations(),
                m.forward().accepted(),
                m.forward().rejected(),
                m.backward().evaluations(),
                m.backward().accepted(),
                m.backward().rejected(),
                m.seconds());
    }
}
