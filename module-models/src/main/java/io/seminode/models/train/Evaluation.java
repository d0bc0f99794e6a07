package io.seminode.models.train;

import io.seminode.solver.SolveStatistics;

/**
 * A model measured on a data set.
 *
 * @param loss mean over the examples
 * @param forward summed over the batches
 * @param examples how many were measured
 */
public record Evaluation(double loss, SolveStatistics forward, int examples) {}
