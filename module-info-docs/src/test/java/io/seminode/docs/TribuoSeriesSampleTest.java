package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.data.tribuo.CsvSeriesSource;
import io.seminode.models.tribuo.FlowTrainer;
import io.seminode.models.tribuo.NeuralCdeTrainer;
import io.seminode.models.tribuo.NeuralModel;
import io.seminode.models.tribuo.SolverOptions;
import io.seminode.models.tribuo.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.anomaly.Event;
import org.tribuo.anomaly.evaluation.AnomalyEvaluation;
import org.tribuo.anomaly.evaluation.AnomalyEvaluator;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.evaluation.TrainTestSplitter;

/** The guide's code for time series and for anomalies. */
class TribuoSeriesSampleTest {
    /** Points that turn to the left or to the right, at times of their own. */
    private static Path turns(Path folder) throws IOException {
        Random random = new Random(1);
        StringBuilder csv = new StringBuilder("id,time,x,y,turns\n");
        for (int id = 0; id < 90; id++) {
            double phase = 2 * Math.PI * random.nextDouble();
            double time = 0;
            for (int i = 0; i < 8; i++) {
                time += 0.2 + 0.4 * random.nextDouble();
                double angle = phase + (id % 2 == 0 ? time : -time);
                String y = random.nextInt(4) == 0 ? "" : String.format(Locale.ROOT, "%.3f", Math.sin(angle));
                csv.append(String.format(
                        Locale.ROOT,
                        "%d,%.3f,%.3f,%s,%s%n",
                        id,
                        time,
                        Math.cos(angle),
                        y,
                        id % 2 == 0 ? "left" : "right"));
            }
        }
        return Files.writeString(folder.resolve("turns.csv"), csv);
    }

    @Test
    void timeSeries(@TempDir Path folder) throws IOException {
        Path file = turns(folder);
        // tag::series[]
        var turns = CsvSeriesSource.byTime(file, new LabelFactory(), List.of("turns"), "id", "time", Set.of());
        var parts = new TrainTestSplitter<>(turns, 0.7, 1);
        Trainer<Label> trainer = new NeuralCdeTrainer<Label>()
                .withNetwork(8, 16, 1)
                .withTraining(new TrainingOptions().withEpochs(30).withLearningRate(0.02, 0.01))
                .withSolver(new SolverOptions().withTolerances(1e-2, 1e-4));
        Model<Label> model = trainer.train(new MutableDataset<>(parts.getTrain()));
        double accuracy = new LabelEvaluator()
                .evaluate(model, new MutableDataset<>(parts.getTest()))
                .accuracy();
        // end::series[]
        assertTrue(accuracy > 0.85, () -> "accuracy " + accuracy);
        ((NeuralModel<Label>) model).close();
    }

    @Test
    void anomalies() throws IOException {
        WineEvents wines = WineEvents.divided(1);
        MutableDataset<Event> expected = wines.expected();
        MutableDataset<Event> mixed = wines.mixed();
        // tag::anomalies[]
        Trainer<Event> trainer = new FlowTrainer()
                .withQuantile(0.05)
                .withTraining(new TrainingOptions().withEpochs(60).withEarlyStopping(0.25, 10));
        Model<Event> model = trainer.train(expected);
        AnomalyEvaluation evaluation = new AnomalyEvaluator().evaluate(model, mixed);
        // end::anomalies[]
        assertTrue(evaluation.getRecall() > 0.8, evaluation::toString);
        assertTrue(evaluation.getPrecision() > 0.6, evaluation::toString);
        ((NeuralModel<Event>) model).close();
    }
}
