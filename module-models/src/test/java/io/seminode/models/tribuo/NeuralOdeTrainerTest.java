package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.IntProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.LongProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.tensorflow.TensorFlow;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.evaluation.RegressionEvaluation;
import org.tribuo.regression.evaluation.RegressionEvaluator;

class NeuralOdeTrainerTest {
    @Test
    void learnsWhatNoStraightLineDivides() {
        try (NeuralModel<Label> model = TestData.<Label>small(40).train(TestData.rings(128, 1))) {
            double accuracy =
                    new LabelEvaluator().evaluate(model, TestData.rings(100, 2)).accuracy();
            assertTrue(accuracy > 0.9, () -> "accuracy " + accuracy);
            assertTrue(model.generatesProbabilities());
            for (Prediction<Label> prediction : model.predict(TestData.rings(10, 3))) {
                double sum = prediction.getOutputScores().values().stream()
                        .mapToDouble(Label::getScore)
                        .sum();
                assertEquals(1, sum, 1e-5);
                assertEquals(2, prediction.getNumActiveFeatures());
                double greatest = prediction.getOutputScores().values().stream()
                        .mapToDouble(Label::getScore)
                        .max()
                        .orElseThrow();
                assertEquals(greatest, prediction.getOutput().getScore());
            }
        }
    }

    @Test
    void findsSeveralNumbersAtOnceEachUnderItsName() {
        try (NeuralModel<Regressor> model = TestData.<Regressor>small(60).train(TestData.curves(160, 1))) {
            RegressionEvaluation evaluation = new RegressionEvaluator().evaluate(model, TestData.curves(80, 2));
            evaluation.r2().forEach((dimension, r2) -> assertTrue(r2 > 0.8, () -> dimension + " has R2 " + r2));
            assertFalse(model.generatesProbabilities());
        }
    }

    @Test
    void predictionDoesNotDependOnItsCompanions() {
        MutableDataset<Label> examples = TestData.rings(30, 4);
        try (NeuralModel<Label> model = TestData.<Label>small(2).train(examples)) {
            List<Prediction<Label>> together = model.predict(examples);
            for (int i = 0; i < examples.size(); i++) {
                assertTrue(together.get(i).distributionEquals(model.predict(examples.getExample(i)), 0));
            }
        }
    }

    @Test
    void largerBatchesPredictTheSameWithinTheTolerance() {
        MutableDataset<Label> examples = TestData.rings(30, 4);
        NeuralOdeTrainer<Label> trainer = TestData.small(2);
        NeuralOdeTrainer<Label> inBatches =
                trainer.withTraining(trainer.training().withPredictionBatch(7));
        try (NeuralModel<Label> one = trainer.train(examples);
                NeuralModel<Label> seven = inBatches.train(examples)) {
            List<Prediction<Label>> expected = one.predict(examples);
            List<Prediction<Label>> found = seven.predict(examples);
            assertEquals(expected.size(), found.size());
            for (int i = 0; i < expected.size(); i++) {
                assertTrue(found.get(i).distributionEquals(expected.get(i), 1e-2));
            }
        }
    }

    @Test
    void sameSeedAndInvocationGiveTheSameModel() {
        MutableDataset<Label> examples = TestData.rings(32, 5);
        NeuralOdeTrainer<Label> trainer = TestData.small(1);
        try (NeuralModel<Label> first = trainer.train(examples);
                NeuralModel<Label> second = trainer.train(examples);
                NeuralModel<Label> again = trainer.train(examples, Map.of(), 0);
                NeuralModel<Label> elsewhere = trainer.withSeed(trainer.seed()).train(examples)) {
            assertEquals(1, trainer.getInvocationCount());
            assertWeights(first, again);
            assertWeights(first, elsewhere);
            assertNotEquals(
                    first.file().weights().get("read_in.weight")[0],
                    second.file().weights().get("read_in.weight")[0]);
        }
    }

    private static void assertWeights(NeuralModel<?> expected, NeuralModel<?> found) {
        assertEquals(expected.file().weights().keySet(), found.file().weights().keySet());
        expected.file()
                .weights()
                .forEach((name, values) ->
                        assertArrayEquals(values, found.file().weights().get(name), name));
    }

    @Test
    void twoThreadsThatTrainAtOnceGiveWhatEachGivesAlone() throws Exception {
        List<MutableDataset<Label>> data = List.of(TestData.rings(48, 6), TestData.rings(48, 7));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<NeuralModel<Label>>> together = new ArrayList<>();
            for (MutableDataset<Label> examples : data) {
                together.add(threads.submit(() -> TestData.<Label>small(3).train(examples)));
            }
            for (int i = 0; i < data.size(); i++) {
                try (NeuralModel<Label> found = together.get(i).get();
                        NeuralModel<Label> alone = TestData.<Label>small(3).train(data.get(i))) {
                    assertWeights(alone, found);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void stopsEarlyWithTheBestWeights() {
        TrainingOptions options = TestData.quick(500).withLearningRate(0.1, 0).withEarlyStopping(0.25, 3);
        NeuralOdeTrainer<Label> trainer = TestData.<Label>small(1).withTraining(options);
        try (NeuralModel<Label> model = trainer.train(TestData.rings(80, 8))) {
            int epochs = ((IntProvenance) instance(model, "epochs-done")).getValue();
            assertTrue(epochs > 3 && epochs < 500, () -> epochs + " epochs");
            double accuracy =
                    new LabelEvaluator().evaluate(model, TestData.rings(100, 9)).accuracy();
            assertTrue(accuracy > 0.9, () -> "accuracy " + accuracy);
        }
    }

    private static Provenance instance(NeuralModel<?> model, String name) {
        return model.getProvenance().getInstanceProvenance().getMap().get(name);
    }

    @Test
    void provenanceTellsWhatMadeTheModel() {
        NeuralOdeTrainer<Label> trainer = TestData.<Label>small(2)
                .withSolver(
                        new SolverOptions().withNorm("linf").withMethod("bosh3").withTolerances(1e-2, 1e-3));
        try (NeuralModel<Label> model = trainer.train(TestData.rings(32, 1))) {
            String text = model.getProvenance().toString();
            for (String expected : List.of("bosh3", "rtol", "0.01", "seed", "toy", "NeuralOdeTrainer")) {
                assertTrue(text.contains(expected), () -> expected + " in " + text);
            }
            String norm = ((StringProvenance) instance(model, "norm-provider")).getValue();
            assertTrue(norm.contains("MaximumNorm") && norm.contains("module io.seminode.solver"), norm);
            assertEquals(TensorFlow.version(), ((StringProvenance) instance(model, "tensorflow-version")).getValue());
            assertTrue(((LongProvenance) instance(model, "forward-evaluations")).getValue() > 0);
            assertTrue(((LongProvenance) instance(model, "backward-evaluations")).getValue() > 0);
        }
    }

    @Test
    void unknownFeaturesAreIgnoredAndMissingOnesAreZero() {
        MutableDataset<Label> examples = TestData.rings(32, 1);
        try (NeuralModel<Label> model = TestData.<Label>small(1).train(examples)) {
            Label label = new Label("inner");
            Example<Label> known = new ArrayExample<>(label, new String[] {"x1", "x2"}, new double[] {1.5, 0});
            Example<Label> other = new ArrayExample<>(label, new String[] {"x1", "x9"}, new double[] {1.5, 7});
            Prediction<Label> prediction = model.predict(other);
            assertEquals(1, prediction.getNumActiveFeatures());
            assertTrue(prediction.distributionEquals(model.predict(known), 0));
            Example<Label> strange = new ArrayExample<>(label, new String[] {"x9"}, new double[] {7});
            assertThrows(IllegalArgumentException.class, () -> model.predict(strange));
        }
    }

    @Test
    void rejectsWhatCannotBeLearnt() {
        MutableDataset<Label> unknown = TestData.empty(new LabelFactory());
        unknown.add(TestData.example(LabelFactory.UNKNOWN_LABEL, 1, 2));
        assertThrows(
                IllegalArgumentException.class, () -> TestData.<Label>small(1).train(unknown));
        MutableDataset<Label> infinite = TestData.rings(32, 1);
        infinite.add(TestData.example(new Label("inner"), 1e300, 2));
        Exception e = assertThrows(
                IllegalArgumentException.class, () -> TestData.<Label>small(1).train(infinite));
        assertTrue(e.getMessage().contains("x1"), e::getMessage);
    }

    @Test
    void optionsThatCannotBeAreErrorsThatNameThem() {
        PropertyException norm = assertThrows(PropertyException.class, () -> new SolverOptions().withNorm("none"));
        assertTrue(norm.getMessage().contains("seminorm"), norm::getMessage);
        assertThrows(PropertyException.class, () -> new SolverOptions().withTolerances(-1, 0));
        assertThrows(PropertyException.class, () -> new SolverOptions().withAdjoint("magic"));
        assertThrows(PropertyException.class, () -> new TrainingOptions().withEpochs(0));
        assertThrows(PropertyException.class, () -> new TrainingOptions().withEarlyStopping(0, 3));
        assertThrows(PropertyException.class, () -> new TrainingOptions().withEarlyStopping(1, 3));
        assertThrows(PropertyException.class, () -> new NeuralOdeTrainer<Label>().withNetwork(0, 0, 1, 1));
        assertInstanceOf(IllegalArgumentException.class, norm.getCause());
    }
}
