package io.seminode.cli.compare;

import java.util.List;

/**
 * One training: a norm in a repeat. Counts are sums over all its batches.
 *
 * @param norm of the backward solve
 * @param repeat from 0
 * @param seed of data, weights and batches
 * @param testLoss of the trained model
 * @param forwardEvaluations of the field
 * @param backwardEvaluations of the adjoint system
 * @param backwardAccepted steps
 * @param backwardRejected steps
 * @param seconds of training, without validation and test
 */
public record RunResult(
        String norm,
        int repeat,
        long seed,
        double testLoss,
        long forwardEvaluations,
        long backwardEvaluations,
        long backwardAccepted,
        long backwardRejected,
        double seconds) {

    static RunResult of(String norm, int repeat, long seed, double testLoss, List<HistoryRow> epochs) {
        return new RunResult(
                norm,
                repeat,
                seed,
                testLoss,
                epochs.stream().mapToLong(HistoryRow::forwardEvaluations).sum(),
                epochs.stream().mapToLong(HistoryRow::backwardEvaluations).sum(),
                epochs.stream().mapToLong(HistoryRow::backwardAccepted).sum(),
                epochs.stream().mapToLong(HistoryRow::backwardRejected).sum(),
                epochs.stream().mapToDouble(HistoryRow::seconds).sum());
    }
}
