package io.seminode.models.train;

import io.seminode.solver.SolveStatistics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a training is. Sums are over the batches of the epoch so far, without the failed ones.
 *
 * @param epoch the one being trained, from 1; one more than there are when all is done
 * @param batchesDone of this epoch, failed ones included
 * @param failedBatches of this epoch
 * @param lossSum of the losses
 * @param measureSums of what else is measured
 * @param forward costs
 * @param backward costs
 * @param seconds of training
 * @param rateFactor what the learning rate is multiplied with after failures
 * @param history the epochs done
 */
record TrainingProgress(
        int epoch,
        int batchesDone,
        int failedBatches,
        double lossSum,
        Map<String, Double> measureSums,
        SolveStatistics forward,
        SolveStatistics backward,
        double seconds,
        double rateFactor,
        List<EpochMetrics> history) {

    TrainingProgress {
        measureSums = Collections.unmodifiableMap(new LinkedHashMap<>(measureSums)); // in order: they become columns
        history = List.copyOf(history);
    }

    static TrainingProgress begin() {
        return new TrainingProgress(1, 0, 0, 0, Map.of(), SolveStatistics.ZERO, SolveStatistics.ZERO, 0, 1, List.of());
    }

    TrainingProgress plus(TrainingSession.StepMetrics step, double moreSeconds) {
        return new TrainingProgress(
                epoch,
                batchesDone + 1,
                failedBatches,
                lossSum + step.loss(),
                sum(measureSums, step.measures()),
                forward.plus(withoutSteps(step.forward())),
                backward.plus(withoutSteps(step.backward())),
                seconds + moreSeconds,
                rateFactor,
                history);
    }

    TrainingProgress plusFailure(double newRateFactor) {
        return new TrainingProgress(
                epoch,
                batchesDone + 1,
                failedBatches + 1,
                lossSum,
                measureSums,
                forward,
                backward,
                seconds,
                newRateFactor,
                history);
    }

    TrainingProgress nextEpoch(EpochMetrics done) {
        List<EpochMetrics> longer = new ArrayList<>(history);
        longer.add(done);
        return new TrainingProgress(
                epoch + 1, 0, 0, 0, Map.of(), SolveStatistics.ZERO, SolveStatistics.ZERO, 0, rateFactor, longer);
    }

    TrainingProgress withHistory(List<EpochMetrics> other) {
        return new TrainingProgress(
                epoch, batchesDone, failedBatches, lossSum, measureSums, forward, backward, seconds, rateFactor, other);
    }

    EpochMetrics epochDone(double validationLoss, Map<String, Double> validationMeasures) {
        int learnt = batchesDone - failedBatches;
        return new EpochMetrics(
                epoch,
                batchesDone,
                lossSum / learnt,
                divide(measureSums, learnt),
                validationLoss,
                validationMeasures,
                forward,
                backward,
                failedBatches,
                seconds);
    }

    /** Single steps are too many to be kept: a listener is told them batch by batch. */
    private static SolveStatistics withoutSteps(SolveStatistics s) {
        return new SolveStatistics(s.evaluations(), s.accepted(), s.rejected(), List.of());
    }

    static Map<String, Double> sum(Map<String, Double> a, Map<String, Double> b) {
        Map<String, Double> sum = new LinkedHashMap<>(a);
        b.forEach((name, value) -> sum.merge(name, value, Double::sum));
        return sum;
    }

    static Map<String, Double> divide(Map<String, Double> sums, double count) {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, value) -> means.put(name, value / count));
        return means;
    }
}
