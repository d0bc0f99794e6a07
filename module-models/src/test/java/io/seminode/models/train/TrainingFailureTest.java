package io.seminode.models.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.SolveException;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a training whose data hold a number that is none. */
class TrainingFailureTest {
    private static final Solver SOLVER = Solver.create().withTolerances(1e-4, 1e-4);
    private static final ToyModel.Data GOOD = ToyModel.data(24, 1);
    private static final ToyModel.Data BROKEN = ToyModel.broken(GOOD, 5);
    private static final ToyModel.Data NONE = ToyModel.data(0, 1);

    private static TrainingSession open(TrainingSettings settings) {
        return TrainingSession.open(new ToyModel(4), SOLVER, settings, ExecutionOptions.NATIVE_CPU);
    }

    private static TrainingSettings settings(OnFailure onFailure) {
        return TrainingSettings.create()
                .withEpochs(3)
                .withBatchSize(8)
                .withLearningRate(0.05, 0)
                .withSeed(3)
                .withOnFailure(onFailure);
    }

    @Test
    void stopNamesTheBatchAndKeepsTheWeights() {
        try (TrainingSession session = open(settings(OnFailure.STOP))) {
            List<Map<String, float[]>> after = new ArrayList<>();
            after.add(session.weights());
            TrainingFailedException failed = assertThrows(
                    TrainingFailedException.class,
                    () -> session.fit(BROKEN, NONE, new TrainingListener() {
                        @Override
                        public void onBatch(BatchMetrics metrics) {
                            after.add(session.weights());
                        }
                    }));
            assertEquals(1, failed.failure().epoch());
            assertEquals(after.size(), failed.failure().batch(), "the batch after those that went well");
            assertTrue(failed.getMessage().contains("batch " + after.size() + " of epoch 1"), failed.getMessage());
            assertTrue(failed.getMessage().contains("not finite"), failed.getMessage());
            Map<String, float[]> last = after.get(after.size() - 1);
            session.weights().forEach((name, values) -> assertArrayEquals(last.get(name), values, name));
        }
    }

    @Test
    void skipLeavesTheBatchOut() {
        List<BatchFailure> failures = new ArrayList<>();
        try (TrainingSession session = open(settings(OnFailure.SKIP))) {
            List<EpochMetrics> history = session.fit(BROKEN, NONE, new TrainingListener() {
                @Override
                public void onFailure(BatchFailure failure) {
                    failures.add(failure);
                }
            });
            assertEquals(3, failures.size(), "one in each epoch");
            history.forEach(e -> assertEquals(1, e.failedBatches()));
            assertTrue(Double.isFinite(history.get(2).trainLoss()));
            assertTrue(history.get(2).trainLoss() < history.get(0).trainLoss());
        }
    }

    @Test
    void halvingGoesBackToTheBeginOfTheEpoch() {
        // One batch an epoch: after each failure the weights are those of the begin.
        TrainingSettings settings = TrainingSettings.create()
                .withEpochs(2)
                .withBatchSize(8)
                .withLearningRate(0.05, 0)
                .withSeed(3)
                .withOnFailure(OnFailure.HALVE_LR);
        ToyModel.Data all = ToyModel.broken(ToyModel.data(8, 1), 0);
        try (TrainingSession session = open(settings)) {
            Map<String, float[]> first = session.weights();
            TrainingFailedException failed = assertThrows(
                    TrainingFailedException.class, () -> session.fit(all, NONE, new TrainingListener() {}));
            assertTrue(failed.getMessage().contains("every batch of the epoch failed"), failed.getMessage());
            session.weights().forEach((name, values) -> assertArrayEquals(first.get(name), values, name));
        }
    }

    /** The same with one first state that is no number: the solve fails, not the loss. */
    private static ToyModel.Data unsolvable(ToyModel.Data data, int example) {
        float[] x = data.x().clone();
        x[2 * example] = Float.NaN;
        return new ToyModel.Data(x, data.y());
    }

    @Test
    void aSolveThatFailsNamesTheBatchAndItsCause() {
        try (TrainingSession session = open(settings(OnFailure.STOP))) {
            TrainingFailedException failed = assertThrows(
                    TrainingFailedException.class,
                    () -> session.fit(unsolvable(GOOD, 5), NONE, new TrainingListener() {}));
            assertTrue(failed.getCause() instanceof SolveException, String.valueOf(failed.getCause()));
            String place = "batch " + failed.failure().batch() + " of epoch 1: ";
            assertTrue(failed.getMessage().contains(place + failed.getCause().getMessage()), failed.getMessage());
            assertTrue(failed.getMessage().contains("\"x\" is not finite"), failed.getMessage());
        }
    }

    @Test
    void aSolveThatFailsIsLeftOutWithItsBatch() {
        try (TrainingSession session = open(settings(OnFailure.SKIP))) {
            List<EpochMetrics> history = session.fit(unsolvable(GOOD, 5), NONE, new TrainingListener() {});
            history.forEach(e -> assertEquals(1, e.failedBatches()));
            assertTrue(history.get(2).trainLoss() < history.get(0).trainLoss());
        }
    }

    @Test
    void halvingGoesOnAsAtHalfTheRate() {
        // A seed whose first batch is the broken one: going back is then going back to the first weights.
        TrainingSettings halving = null;
        for (long seed = 0; halving == null; seed++) {
            TrainingSettings tried = TrainingSettings.create()
                    .withEpochs(1)
                    .withBatchSize(8)
                    .withLearningRate(0.05, 0.01)
                    .withSeed(seed);
            try (TrainingSession session = open(tried)) {
                TrainingFailedException failed = assertThrows(
                        TrainingFailedException.class, () -> session.fit(BROKEN, NONE, new TrainingListener() {}));
                halving = failed.failure().batch() == 1 ? tried.withOnFailure(OnFailure.HALVE_LR) : null;
            }
        }
        TrainingSettings half = TrainingSettings.create()
                .withEpochs(1)
                .withBatchSize(8)
                .withLearningRate(0.025, 0.01)
                .withSeed(halving.seed())
                .withOnFailure(OnFailure.SKIP);
        try (TrainingSession halved = open(halving);
                TrainingSession expected = open(half)) {
            double loss =
                    halved.fit(BROKEN, NONE, new TrainingListener() {}).get(0).trainLoss();
            assertEquals(
                    expected.fit(BROKEN, NONE, new TrainingListener() {}).get(0).trainLoss(), loss);
            Map<String, float[]> weights = halved.weights();
            expected.weights().forEach((name, values) -> assertArrayEquals(values, weights.get(name), name));
        }
    }

    @Test
    void aValidationThatIsNoNumberIsAFailure() {
        List<BatchFailure> failures = new ArrayList<>();
        try (TrainingSession stopping = open(settings(OnFailure.STOP));
                TrainingSession skipping = open(settings(OnFailure.SKIP))) {
            TrainingFailedException failed = assertThrows(
                    TrainingFailedException.class, () -> stopping.fit(GOOD, BROKEN, new TrainingListener() {}));
            assertTrue(
                    failed.getMessage().contains("the validation after epoch 1: The loss is NaN"), failed.getMessage());
            List<EpochMetrics> history = skipping.fit(GOOD, BROKEN, new TrainingListener() {
                @Override
                public void onFailure(BatchFailure failure) {
                    failures.add(failure);
                }
            });
            assertEquals(3, failures.size());
            history.forEach(e -> assertTrue(Double.isNaN(e.validationLoss())));
        }
    }

    @Test
    void piecesGiveTheGradientOfTheWholeBatch() {
        TrainingSettings whole = TrainingSettings.create()
                .withEpochs(2)
                .withBatchSize(8)
                .withLearningRate(0.05, 0.01)
                .withSeed(3);
        try (TrainingSession one = open(whole);
                TrainingSession pieces = open(whole.withMicroBatch(2))) {
            List<EpochMetrics> expected = one.fit(GOOD, GOOD, new TrainingListener() {});
            List<EpochMetrics> found = pieces.fit(GOOD, GOOD, new TrainingListener() {});
            // The noise differs between pieces and whole batches, the first state moves by up to 0.01.
            for (int i = 0; i < 2; i++) {
                assertEquals(expected.get(i).trainLoss(), found.get(i).trainLoss(), 0.01);
                assertEquals(
                        expected.get(i).validationMeasures().get("distance"),
                        found.get(i).validationMeasures().get("distance"),
                        0.01);
            }
            assertTrue(found.get(0).backward().evaluations()
                    > expected.get(0).backward().evaluations());
        }
    }

    @Test
    void measuresAreMeansOverTheExamples() {
        try (TrainingSession session = open(settings(OnFailure.STOP))) {
            Evaluation all = session.evaluate(GOOD);
            double sum = 0;
            for (int i = 0; i < GOOD.size(); i++) {
                Map<String, float[]> one = GOOD.gather(new int[] {i});
                Evaluation single = session.evaluate(new ToyModel.Data(one.get("x"), one.get("y")));
                assertEquals(
                        2 * single.loss(), Math.pow(single.measures().get("distance"), 2), 1e-5, "distance of " + i);
                sum += single.measures().get("distance");
            }
            assertEquals(sum / GOOD.size(), all.measures().get("distance"), 0.02);
        }
    }

    @Test
    void cosineDecayEndsNearZero() {
        assertEquals(1, LearningRateDecay.COSINE.factor(0));
        assertEquals(0.5, LearningRateDecay.COSINE.factor(0.5), 1e-15);
        assertEquals(0, LearningRateDecay.COSINE.factor(1), 1e-15);
    }
}
