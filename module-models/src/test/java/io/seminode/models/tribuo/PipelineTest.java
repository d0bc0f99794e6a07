package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.tribuo.DataSource;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.OutputFactory;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.ensemble.EnsembleModel;
import org.tribuo.evaluation.CrossValidation;
import org.tribuo.evaluation.TrainTestSplitter;
import org.tribuo.provenance.DataSourceProvenance;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.LinearScalingTransformation;

/** A Tribuo pipeline takes the trainer for one of its own. */
class PipelineTest {
    private final MutableDataset<Label> rings = TestData.rings(96, 1);

    @Test
    void splitterAndEvaluator() {
        TrainTestSplitter<Label> splitter = new TrainTestSplitter<>(source(rings), 0.7, 1);
        Dataset<Label> train = new MutableDataset<>(splitter.getTrain());
        Dataset<Label> test = new MutableDataset<>(splitter.getTest());
        try (NeuralModel<Label> model = TestData.<Label>small(40).train(train)) {
            LabelEvaluation evaluation = new LabelEvaluator().evaluate(model, test);
            assertTrue(evaluation.accuracy() > 0.8, evaluation::toString);
            assertEquals(test.size(), evaluation.getConfusionMatrix().support(), 0);
        }
    }

    private static DataSource<Label> source(Dataset<Label> dataset) {
        return new DataSource<>() {
            @Override
            public OutputFactory<Label> getOutputFactory() {
                return dataset.getOutputFactory();
            }

            @Override
            public DataSourceProvenance getProvenance() {
                return (DataSourceProvenance) dataset.getSourceProvenance();
            }

            @Override
            public Iterator<Example<Label>> iterator() {
                return dataset.iterator();
            }

            @Override
            public String toString() {
                return dataset.toString();
            }
        };
    }

    @Test
    void crossValidation() {
        List<Pair<LabelEvaluation, Model<Label>>> folds =
                new CrossValidation<>(TestData.<Label>small(20), rings, new LabelEvaluator(), 3, 1).evaluate();
        assertEquals(3, folds.size());
        for (Pair<LabelEvaluation, Model<Label>> fold : folds) {
            ((NeuralModel<Label>) fold.getB()).close();
        }
        double mean = folds.stream()
                .mapToDouble(fold -> fold.getA().accuracy())
                .average()
                .orElseThrow();
        assertTrue(mean > 0.7, () -> "accuracy " + mean);
    }

    @Test
    void transformationsOfFeatures() {
        Trainer<Label> trainer = new TransformTrainer<>(
                TestData.<Label>small(40), new TransformationMap(List.of(new LinearScalingTransformation(-10, 10))));
        Model<Label> model = trainer.train(rings);
        double accuracy =
                new LabelEvaluator().evaluate(model, TestData.rings(60, 2)).accuracy();
        assertTrue(accuracy > 0.8, () -> "accuracy " + accuracy);
    }

    @Test
    void baggingTakesItAsAMember() throws Exception {
        EnsembleModel<Label> ensemble =
                new BaggingTrainer<>(TestData.<Label>small(30), new VotingCombiner(), 3, 1).train(rings);
        assertEquals(3, ensemble.getNumModels());
        double accuracy =
                new LabelEvaluator().evaluate(ensemble, TestData.rings(60, 2)).accuracy();
        assertTrue(accuracy > 0.7, () -> "accuracy " + accuracy);
        Model<?> read = Model.deserialize(ensemble.serialize());
        assertEquals(
                ensemble.predict(rings).toString(),
                read.castModel(Label.class).predict(rings).toString());
    }

    @SuppressWarnings("unchecked") // a trainer of any output
    private static NeuralOdeTrainer<Label> cast(Object trainer) {
        return (NeuralOdeTrainer<Label>) trainer;
    }

    @Test
    void configurationChangesTheNormInOneLine() {
        try (ConfigurationManager manager = new ConfigurationManager(
                PipelineTest.class.getResource("neural-ode.xml").toString())) {
            NeuralOdeTrainer<Label> trainer = cast(manager.lookup("trainer"));
            assertEquals(
                    "rms-seminorm", trainer.solver().solver().norms().adjoint().name());
            assertEquals(7, trainer.seed());
            try (NeuralModel<Label> model = trainer.train(rings)) {
                assertTrue(model.getProvenance().toString().contains("rms-seminorm"));
            }
        }
    }

    /** Of three kinds, so that the graphs, functions and gradients of one are made while others train. */
    @Test
    void trainersOfDifferentKindsAtOnceGiveWhatEachGivesAlone() throws Exception {
        List<Callable<NeuralModel<?>>> trainings = List.of(
                () -> TestData.<Label>small(2).train(rings),
                () -> SeriesData.<Label>small(2).train(SeriesData.waves(32, 1)),
                () -> EventData.small(2).train(EventData.expected(64, 1)));
        ExecutorService threads = Executors.newFixedThreadPool(trainings.size());
        try {
            List<Future<NeuralModel<?>>> together = threads.invokeAll(trainings);
            for (int i = 0; i < trainings.size(); i++) {
                try (NeuralModel<?> found = together.get(i).get();
                        NeuralModel<?> alone = trainings.get(i).call()) {
                    found.file()
                            .weights()
                            .forEach((name, weights) -> assertArrayEquals(
                                    weights, alone.file().weights().get(name), name));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
