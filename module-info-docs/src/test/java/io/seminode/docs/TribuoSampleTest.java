package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import io.seminode.models.tribuo.NeuralModel;
import io.seminode.models.tribuo.NeuralOdeTrainer;
import io.seminode.models.tribuo.SolverOptions;
import io.seminode.models.tribuo.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.data.csv.CSVLoader;
import org.tribuo.evaluation.CrossValidation;
import org.tribuo.evaluation.TrainTestSplitter;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

class TribuoSampleTest {
    private static final Path WINE = Path.of("src/test/resources/io/seminode/docs/wine.csv");

    @Test
    void tutorial(@TempDir Path folder) throws IOException {
        Path file = WINE;
        Path stored = folder.resolve("wine.tribuo");
        // tag::load[]
        var wine = new CSVLoader<>(new LabelFactory()).loadDataSource(file, "Cultivar");
        var parts = new TrainTestSplitter<>(wine, 0.7, 1);
        Dataset<Label> train = new MutableDataset<>(parts.getTrain());
        Dataset<Label> test = new MutableDataset<>(parts.getTest());
        // end::load[]
        // tag::train[]
        Trainer<Label> trainer = new NeuralOdeTrainer<Label>()
                .withTraining(new TrainingOptions().withEpochs(30))
                .withSolver(new SolverOptions().withNorm("default").withTolerances(1e-3, 1e-6));
        Model<Label> model = trainer.train(train);
        LabelEvaluation evaluation = new LabelEvaluator().evaluate(model, test);
        double accuracy = evaluation.accuracy();
        // end::train[]
        assertTrue(accuracy > 0.9, () -> "accuracy " + accuracy);
        // tag::store[]
        model.serializeToFile(stored);
        ((NeuralModel<Label>) model).close(); // frees native memory now rather than some time
        var again = (NeuralModel<Label>) Model.deserializeFromFile(stored).castModel(Label.class);
        Label guess = again.predict(test.getExample(0)).getOutput();
        // end::store[]
        assertEquals(evaluation.getPredictions().get(0).getOutput(), guess);
        assertEquals(accuracy, new LabelEvaluator().evaluate(again, test).accuracy());
        again.close();
    }

    @Test
    @SuppressWarnings("unchecked") // the configuration says what the trainer is
    void normOfAConfiguration() throws IOException {
        try (ConfigurationManager manager = new ConfigurationManager(
                Path.of("src/test/resources/io/seminode/docs/wine.xml").toString())) {
            // tag::configured[]
            var trainer = (NeuralOdeTrainer<Label>) manager.lookup("wine");
            // end::configured[]
            assertEquals(
                    "seminorm",
                    trainer.solver()
                            .getProvenance()
                            .getConfiguredParameters()
                            .get("norm")
                            .toString());
        }
        String page = Files.readString(Path.of("guide/tribuo.md"));
        String shown = Files.readString(Path.of("src/test/resources/io/seminode/docs/wine.xml"));
        assertTrue(page.contains(shown), "the guide shows the configuration");
    }

    /** Five folds, the same for all; what the guide's table says is written by this test into a file. */
    @Test
    void besideTribuosOwn() throws IOException {
        Dataset<Label> wine =
                new MutableDataset<>(new CSVLoader<>(new LabelFactory()).loadDataSource(WINE, "Cultivar"));
        Map<String, Trainer<Label>> trainers = new LinkedHashMap<>();
        trainers.put("neural ODE", new NeuralOdeTrainer<Label>().withTraining(new TrainingOptions().withEpochs(30)));
        trainers.put(
                "logistic regression, standardised",
                new TransformTrainer<>(
                        new LogisticRegressionTrainer(),
                        new TransformationMap(List.of(new MeanStdDevTransformation(0, 1)))));
        trainers.put("logistic regression, as it is", new LogisticRegressionTrainer());
        trainers.put(
                "random forest, 50 trees",
                new RandomForestTrainer<>(
                        new CARTClassificationTrainer(Integer.MAX_VALUE, 0.3f, 1), new VotingCombiner(), 50, 1));
        List<String> table = new ArrayList<>();
        Map<String, Double> means = new LinkedHashMap<>();
        trainers.forEach((name, trainer) -> {
            double[] accuracies = new CrossValidation<>(trainer, wine, new LabelEvaluator(), 5, 1)
                    .evaluate().stream()
                            .mapToDouble(fold -> fold.getA().accuracy())
                            .toArray();
            double mean = java.util.Arrays.stream(accuracies).average().orElseThrow();
            double worst = java.util.Arrays.stream(accuracies).min().orElseThrow();
            means.put(name, mean);
            table.add(String.format(Locale.ROOT, "| %s | %.3f | %.3f |", name, mean, worst));
        });
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target/tribuo-wine.md"), table);
        assertTrue(means.get("neural ODE") > 0.93, means::toString);
    }
}
