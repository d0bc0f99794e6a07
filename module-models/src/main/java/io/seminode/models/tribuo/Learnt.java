package io.seminode.models.tribuo;

import io.seminode.models.train.EpochMetrics;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.List;
import java.util.Map;

/**
 * What a training gave.
 *
 * @param weights for each parameter its values, row-major
 * @param history one entry per epoch
 * @param execution engine and device that were used
 */
record Learnt(Map<String, float[]> weights, List<EpochMetrics> history, ExecutionOptions execution) {}
