package io.seminode.models.train;

import io.seminode.solver.SolveStatistics;
import java.util.Map;

/**
 * What one batch gave and cost.
 *
 * @param epoch from 1
 * @param epochs in all
 * @param batch from 1
 * @param batches in an epoch
 * @param loss before the update
 * @param measures what else the model measures, before the update: "accuracy"
 * @param forward cost of the forward solve
 * @param backward cost of the backward solve
 */
public record BatchMetrics(
        int epoch,
        int epochs,
        int batch,
        int batches,
        double loss,
        Map<String, Double> measures,
        SolveStatistics forward,
        SolveStatistics backward) {}
