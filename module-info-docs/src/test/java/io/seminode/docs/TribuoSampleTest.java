package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.models.tribuo.NeuralModel;
import io.seminode.models.tribuo.NeuralOdeTrainer;
import io.seminode.models.tribuo.SolverOptions;
import io.seminode.models.tribuo.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
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
}
