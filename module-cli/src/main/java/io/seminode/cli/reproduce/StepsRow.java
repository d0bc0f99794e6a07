package io.seminode.cli.reproduce;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.seminode.cli.report.Estimate;
import io.seminode.cli.train.TestPass;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A row of table 4: backward solves over one pass of the test set. Deviations are those over the repeats, null for a single one.
 *
 * @param model what was trained
 * @param norm of the backward solve
 * @param repeats how many trainings
 * @param examples of the pass
 * @param batches of the pass
 * @param acceptedMean steps
 * @param acceptedDeviation their standard deviation
 * @param rejectedMean steps
 * @param rejectedDeviation their standard deviation
 * @param evaluationsMean of the adjoint system
 * @param publishedAcceptedMean accepted steps as the paper's code counts them; null if a run was made before they were counted
 * @param publishedRejectedMean rejected ones
 */
@JsonPropertyOrder({
    "model",
    "norm",
    "repeats",
    "examples",
    "batches",
    "accepted_mean",
    "accepted_deviation",
    "rejected_mean",
    "rejected_deviation",
    "evaluations_mean",
    "published_accepted_mean",
    "published_rejected_mean"
})
record StepsRow(
        String model,
        String norm,
        int repeats,
        int examples,
        int batches,
        double acceptedMean,
        @Nullable Double acceptedDeviation,
        double rejectedMean,
        @Nullable Double rejectedDeviation,
        double evaluationsMean,
        @Nullable Double publishedAcceptedMean,
        @Nullable Double publishedRejectedMean) {

    /** Of the passes of several trainings. */
    static StepsRow of(String model, String norm, List<TestPass> passes) {
        Estimate accepted = estimate(passes, TestPass::accepted);
        Estimate rejected = estimate(passes, TestPass::rejected);
        return new StepsRow(
                model,
                norm,
                passes.size(),
                passes.get(0).examples(),
                passes.get(0).batches(),
                accepted.mean(),
                accepted.standardDeviation(),
                rejected.mean(),
                rejected.standardDeviation(),
                estimate(passes, TestPass::evaluations).mean(),
                published(passes, TestPass::publishedAccepted),
                published(passes, TestPass::publishedRejected));
    }

    private static Estimate estimate(List<TestPass> passes, ToLongFunction<TestPass> count) {
        return Estimate.of(passes.stream().mapToDouble(count::applyAsLong).toArray());
    }

    private static @Nullable Double published(List<TestPass> passes, Function<TestPass, @Nullable Integer> count) {
        List<@Nullable Integer> counts = passes.stream().map(count).toList();
        return counts.stream().anyMatch(Objects::isNull)
                ? null
                : counts.stream()
                        .mapToInt(c -> Objects.requireNonNull(c))
                        .average()
                        .orElseThrow();
    }

    /** Accepted and rejected steps as the paper's code counts them, for tables. */
    String published() {
        return publishedAcceptedMean == null || publishedRejectedMean == null
                ? "-"
                : String.format(Locale.ROOT, "%,.0f + %,.0f", publishedAcceptedMean, publishedRejectedMean);
    }

    /** Accepted steps, for tables. */
    String accepted() {
        return new Estimate(acceptedMean, acceptedDeviation).format("%,.0f");
    }

    /** Rejected steps, for tables. */
    String rejected() {
        return new Estimate(rejectedMean, rejectedDeviation).format("%,.0f");
    }
}
