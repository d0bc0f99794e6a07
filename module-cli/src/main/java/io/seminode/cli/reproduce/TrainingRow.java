package io.seminode.cli.reproduce;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.seminode.cli.compare.ComparisonResult.NormResult;
import io.seminode.cli.report.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * A row of tables 1 to 3: trainings of one model with one norm. Deviations are those over the repeats, null for a single one.
 *
 * @param model what was trained
 * @param norm of the backward solve
 * @param rtol relative tolerance
 * @param atol absolute tolerance
 * @param repeats how many trainings
 * @param measure what is measured on the test part
 * @param measureMean its mean
 * @param measureDeviation its standard deviation
 * @param evaluationsMean of the adjoint system in a whole training
 * @param evaluationsDeviation their standard deviation
 * @param evaluationsPerStep their mean over the batches that were trained on
 * @param savedPercentMean evaluations saved against the first norm; null for that one itself
 * @param savedPercentDeviation their standard deviation
 * @param secondsMean of training
 */
@JsonPropertyOrder({
    "model",
    "norm",
    "rtol",
    "atol",
    "repeats",
    "measure",
    "measure_mean",
    "measure_deviation",
    "evaluations_mean",
    "evaluations_deviation",
    "evaluations_per_step",
    "saved_percent_mean",
    "saved_percent_deviation",
    "seconds_mean"
})
record TrainingRow(
        String model,
        String norm,
        double rtol,
        double atol,
        int repeats,
        String measure,
        double measureMean,
        @Nullable Double measureDeviation,
        double evaluationsMean,
        @Nullable Double evaluationsDeviation,
        double evaluationsPerStep,
        @Nullable Double savedPercentMean,
        @Nullable Double savedPercentDeviation,
        double secondsMean) {

    /**
     * Of trainings with one norm.
     *
     * @param steps batches of one training, all epochs together
     */
    static TrainingRow of(String model, Measure measure, NormResult norm, double steps) {
        Estimate measured = measure.of(norm);
        Estimate saved = norm.backwardEvaluationsSavedPercent();
        return new TrainingRow(
                model,
                norm.norm(),
                norm.rtol(),
                norm.atol(),
                norm.runs().size(),
                measure.title(),
                measured.mean(),
                measured.standardDeviation(),
                norm.backwardEvaluations().mean(),
                norm.backwardEvaluations().standardDeviation(),
                norm.backwardEvaluations().mean() / steps,
                saved == null ? null : saved.mean(),
                saved == null ? null : saved.standardDeviation(),
                norm.seconds().mean());
    }
}
