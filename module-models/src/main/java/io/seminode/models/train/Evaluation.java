package io.seminode.models.train;

import io.seminode.solver.SolveStatistics;
import java.util.Map;

/**
 * A model measured on a data set.
 *
 * @param loss mean over the examples
 * @param measures means of what else the model measures: "accuracy"
 * @param forward summed over the batches
 * @param examples how many were measured
 */
public record Evaluation(double loss, Map<String, Double> measures, SolveStatistics forward, int examples) {}
