package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.models.tribuo.NeuralModel;
import io.seminode.models.tribuo.NeuralOdeTrainer;
import io.seminode.models.tribuo.SolverOptions;
import io.seminode.models.tribuo.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.data.csv.CSVLoader;
import org.tribuo.evaluation.TrainTestSplitter;

@Tag("class-path")
class TribuoSampleTest {
    private static final Path WINE = Path.of("src/test/resources/io/seminode/docs/wine.csv");

    private static final String EXAMPLES = "178 examples";

    @Test
    void tutorial(@TempDir Path folder) throws IOException, InterruptedException {
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
        evaluatedByTheCommand(folder, stored);
    }

    /** The command lines of the guide, by a command that has no more of Tribuo than its users have. */
    private static void evaluatedByTheCommand(Path folder, Path stored) throws IOException, InterruptedException {
        String read = evaluated(folder, stored.toString(), WINE.toString());
        assertTrue(read.startsWith(EXAMPLES), read);
        assertTrue(accuracy(read) > 0.9, read);
        assertEquals(read, evaluated(folder, stored.toString(), WINE.toString(), "--outputs", "Cultivar"));
        String exported =
                run(folder, "export", stored.toString(), folder.resolve("saved").toString());
        assertTrue(exported.contains("Written to"), exported);
    }

    private static String evaluated(Path folder, String... arguments) throws IOException, InterruptedException {
        String printed = run(
                folder,
                Stream.concat(Stream.of("evaluate"), Stream.of(arguments)).toArray(String[]::new));
        return printed.substring(Math.max(0, printed.indexOf(EXAMPLES))); // without TensorFlow's own messages
    }

    private static String run(Path folder, String... arguments) throws IOException, InterruptedException {
        try (CommandProcess command =
                CommandProcess.startWithout(Set.of("org.tribuo.data", "com.opencsv"), folder, arguments)) {
            int exitCode = command.await();
            assertEquals(0, exitCode, command.output());
            return command.output();
        }
    }

    private static double accuracy(String evaluation) {
        return evaluation
                .lines()
                .filter(line -> line.startsWith("Accuracy"))
                .mapToDouble(
                        line -> Double.parseDouble(line.replaceAll("\\s+", " ").split(" ", -1)[1]))
                .findFirst()
                .orElse(0);
    }
}
