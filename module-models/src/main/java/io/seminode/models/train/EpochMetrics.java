package io.seminode.models.train;

import io.seminode.solver.SolveStatistics;
import java.util.Map;

/**
 * What one epoch of training gave and cost.
 *
 * @param epoch from 1
 * @param batches how many there were
 * @param trainLoss mean over the batches, each measured before its update
 * @param trainMeasures what else the model measures, as the loss: "accuracy"
 * @param validationLoss after the epoch; NaN if there is no validation part
 * @param validationMeasures what else the model measures, after the epoch; empty if there is no validation part
 * @param forward summed over the batches, without the single steps, which a listener is told batch by batch
 * @param backward the same of the backward solves
 * @param failedBatches that were left out of all this
 * @param seconds of training, without validation
 */
public record EpochMetrics(
        int epoch,
        int batches,
        double trainLoss,
        Map<String, Double> trainMeasures,
        double validationLoss,
        Map<String, Double> validationMeasures,
        SolveStatistics forward,
        SolveStatistics backward,
        int failedBatches,
        double seconds) {}
