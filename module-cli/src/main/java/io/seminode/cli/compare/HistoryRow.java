package io.seminode.cli.compare;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.seminode.models.train.EpochMetrics;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One epoch of one training, as a line of {@code history.csv}. Counts are sums over the batches of the epoch.
 *
 * @param norm of the backward solve
 * @param rtol relative tolerance
 * @param atol absolute tolerance
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
 * @param failedBatches of the epoch, left out of all this
 * @param seconds of training
 * @param measures what else the model measures, in columns of their own: "train accuracy"
 */
@JsonPropertyOrder({
    "norm",
    "rtol",
    "atol",
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
    "failed_batches",
    "seconds"
})
public record HistoryRow(
        String norm,
        double rtol,
        double atol,
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
        int failedBatches,
        double seconds,
        @JsonIgnore Map<String, Double> measures) {

    /** The line of an epoch. */
    public static HistoryRow of(Variant variant, int repeat, long seed, EpochMetrics m) {
        return new HistoryRow(
                variant.norm(),
                variant.rtol(),
                variant.atol(),
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
                m.failedBatches(),
                m.seconds(),
                measures(m));
    }

    private static Map<String, Double> measures(EpochMetrics m) {
        Map<String, Double> named = new LinkedHashMap<>();
        m.trainMeasures().forEach((name, value) -> named.put("train " + name, value));
        m.validationMeasures().forEach((name, value) -> named.put("validation " + name, value));
        return named;
    }

    /** Whether it is of the variant. */
    boolean isOf(Variant variant) {
        return norm.equals(variant.norm()) && rtol == variant.rtol() && atol == variant.atol();
    }
}
