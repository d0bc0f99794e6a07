package io.seminode.models.train;

import io.seminode.solver.SolveStatistics;

/**
 * What one epoch of training gave and cost.
 *
 * @param epoch from 1
 * @param batches how many there were
 * @param trainLoss mean over the batches, each measured before its update
 * @param validationLoss after the epoch; NaN if there is no validation part
 * @param forward summed over the batches; with the steps of the forward solves if they are recorded
 * @param backward summed over the batches; with the steps of the backward solves if they are recorded
 * @param seconds of training, without validation
 */
public record EpochMetrics(
        int epoch,
        int batches,
        double trainLoss,
        double validationLoss,
        SolveStatistics forward,
        SolveStatistics backward,
        double seconds) {}
