package io.seminode.cli.compare;

import io.seminode.models.train.Evaluation;
import java.util.List;
import java.util.Map;

/**
 * One training: a norm at a tolerance in a repeat. Counts are sums over all its batches.
 *
 * @param norm of the backward solve
 * @param rtol relative tolerance
 * @param atol absolute tolerance
 * @param repeat from 0
 * @param seed of data, weights and batches
 * @param testLoss of the trained model
 * @param testMeasures what else the model measures on the test part
 * @param forwardEvaluations of the field
 * @param backwardEvaluations of the adjoint system
 * @param backwardAccepted steps
 * @param backwardRejected steps
 * @param seconds of training, without validation and test
 */
public record RunResult(
        String norm,
        double rtol,
        double atol,
        int repeat,
        long seed,
        double testLoss,
        Map<String, Double> testMeasures,
        long forwardEvaluations,
        long backwardEvaluations,
        long backwardAccepted,
        long backwardRejected,
        double seconds) {

    /** The sums of a training. */
    public static RunResult of(Variant variant, int repeat, long seed, Evaluation test, List<HistoryRow> epochs) {
        return new RunResult(
                variant.norm(),
                variant.rtol(),
                variant.atol(),
                repeat,
                seed,
                test.loss(),
                test.measures(),
                epochs.stream().mapToLong(HistoryRow::forwardEvaluations).sum(),
                epochs.stream().mapToLong(HistoryRow::backwardEvaluations).sum(),
                epochs.stream().mapToLong(HistoryRow::backwardAccepted).sum(),
                epochs.stream().mapToLong(HistoryRow::backwardRejected).sum(),
                epochs.stream().mapToDouble(HistoryRow::seconds).sum());
    }

    /** Whether it is of the variant. */
    boolean isOf(Variant variant) {
        return norm.equals(variant.norm()) && rtol == variant.rtol() && atol == variant.atol();
    }
}
