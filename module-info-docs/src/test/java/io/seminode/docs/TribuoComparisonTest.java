package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.seminode.data.speech.SpeechSplit;
import io.seminode.data.tribuo.DataPart;
import io.seminode.data.tribuo.ImageDataSource;
import io.seminode.data.tribuo.SpeechDataSource;
import io.seminode.models.train.LearningRateDecay;
import io.seminode.models.tribuo.FlowTrainer;
import io.seminode.models.tribuo.NeuralCdeTrainer;
import io.seminode.models.tribuo.NeuralModel;
import io.seminode.models.tribuo.NeuralOdeTrainer;
import io.seminode.models.tribuo.SolverOptions;
import io.seminode.models.tribuo.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.DataSource;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.Trainer;
import org.tribuo.anomaly.Event;
import org.tribuo.anomaly.evaluation.AnomalyEvaluation;
import org.tribuo.anomaly.evaluation.AnomalyEvaluator;
import org.tribuo.anomaly.libsvm.LibSVMAnomalyTrainer;
import org.tribuo.anomaly.libsvm.SVMAnomalyType;
import org.tribuo.classification.Label;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.common.libsvm.KernelType;
import org.tribuo.common.libsvm.SVMParameters;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.evaluation.CrossValidation;
import org.tribuo.evaluation.TrainTestSplitter;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/**
 * Beside Tribuo's own trainers. The guide's tables are written into files of {@code target} by this test, with
 * -Dseminode.figures=true, which takes some minutes; without, the wines alone are looked at.
 */
class TribuoComparisonTest {
    private static final boolean FIGURES = Boolean.getBoolean("seminode.figures");
    private static final int DIVISIONS = 3;
    private static final String STANDARDISED = "logistic regression, standardised";

    private static <T extends org.tribuo.Output<T>> Trainer<T> standardised(Trainer<T> trainer) {
        return new TransformTrainer<>(trainer, new TransformationMap(List.of(new MeanStdDevTransformation(0, 1))));
    }

    /** Tribuo's own. */
    private static Map<String, Trainer<Label>> others() {
        Map<String, Trainer<Label>> others = new LinkedHashMap<>();
        others.put(STANDARDISED, standardised(new LogisticRegressionTrainer()));
        others.put("logistic regression, as it is", new LogisticRegressionTrainer());
        others.put(
                "random forest, 50 trees",
                new RandomForestTrainer<>(
                        new CARTClassificationTrainer(Integer.MAX_VALUE, 0.3f, 1), new VotingCombiner(), 50, 1));
        return others;
    }

    private static void write(String name, List<String> table) throws IOException {
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target", "tribuo-" + name + ".md"), table);
    }

    /** Five folds, the same for all. */
    @Test
    void wines() throws IOException {
        Dataset<Label> wine = new MutableDataset<>(WineEvents.wines());
        Map<String, Trainer<Label>> trainers = new LinkedHashMap<>();
        trainers.put("neural ODE", new NeuralOdeTrainer<Label>().withTraining(new TrainingOptions().withEpochs(30)));
        trainers.putAll(others());
        List<String> table = new ArrayList<>();
        Map<String, Double> means = new LinkedHashMap<>();
        trainers.forEach((name, trainer) -> {
            double[] accuracies = new CrossValidation<>(trainer, wine, new LabelEvaluator(), 5, 1)
                    .evaluate().stream()
                            .mapToDouble(fold -> fold.getA().accuracy())
                            .toArray();
            double mean = Arrays.stream(accuracies).average().orElseThrow();
            double worst = Arrays.stream(accuracies).min().orElseThrow();
            means.put(name, mean);
            table.add(String.format(Locale.ROOT, "| %s | %.3f | %.3f |", name, mean, worst));
        });
        write("wine", table);
        assertTrue(means.get("neural ODE") > 0.93, means::toString);
    }

    /** The same divisions of the wines for both, which take as many expected ones for anomalous. */
    @Test
    void anomalies() throws IOException {
        double share = 0.05;
        SVMParameters<Event> oneClass =
                new SVMParameters<>(new SVMAnomalyType(SVMAnomalyType.SVMMode.ONE_CLASS), KernelType.RBF);
        oneClass.setNu(share);
        Map<String, Trainer<Event>> trainers = new LinkedHashMap<>();
        trainers.put(
                "flow",
                new FlowTrainer()
                        .withQuantile(share)
                        .withTraining(new TrainingOptions().withEpochs(60).withEarlyStopping(0.25, 10)));
        trainers.put("one-class SVM, standardised", standardised(new LibSVMAnomalyTrainer(oneClass)));
        List<String> table = new ArrayList<>();
        Map<String, Detected> all = new LinkedHashMap<>();
        for (Map.Entry<String, Trainer<Event>> trainer : trainers.entrySet()) {
            Detected sum = new Detected(0, 0, 0, 0, 0);
            int divisions = FIGURES ? 5 : 1;
            for (int seed = 1; seed <= divisions; seed++) {
                sum = sum.plus(Detected.by(trainer.getValue(), WineEvents.divided(seed)), divisions);
            }
            all.put(trainer.getKey(), sum);
            table.add("| " + trainer.getKey() + " | " + sum);
        }
        write("anomalies", table);
        assertTrue(all.get("flow").area() > 0.9, all::toString);
    }

    /** Anomalies and expected events, how many of them were taken for anomalous, and the area under the curve. */
    private record Detected(long anomalies, long found, long expected, long falseAlarms, double area) {
        static Detected by(Trainer<Event> trainer, WineEvents wines) {
            Model<Event> model = trainer.train(wines.expected());
            AnomalyEvaluation evaluation = new AnomalyEvaluator().evaluate(model, wines.mixed());
            Detected detected = new Detected(
                    evaluation.getTruePositives() + evaluation.getFalseNegatives(),
                    evaluation.getTruePositives(),
                    evaluation.getTrueNegatives() + evaluation.getFalsePositives(),
                    evaluation.getFalsePositives(),
                    area(evaluation.getPredictions()));
            if (model instanceof NeuralModel<Event> neural) {
                neural.close();
            }
            return detected;
        }

        /** In how many of the pairs the expected event has the greater score. */
        private static double area(List<Prediction<Event>> predictions) {
            double[] expected = scores(predictions, Event.EventType.EXPECTED);
            double[] anomalous = scores(predictions, Event.EventType.ANOMALOUS);
            long right = Arrays.stream(expected)
                    .mapToLong(e -> Arrays.stream(anomalous).filter(a -> a < e).count())
                    .sum();
            return (double) right / expected.length / anomalous.length;
        }

        private static double[] scores(List<Prediction<Event>> predictions, Event.EventType type) {
            return predictions.stream()
                    .filter(p -> p.getExample().getOutput().getType() == type)
                    .mapToDouble(p -> p.getOutput().getScore())
                    .toArray();
        }

        Detected plus(Detected one, int divisions) {
            return new Detected(
                    anomalies + one.anomalies,
                    found + one.found,
                    expected + one.expected,
                    falseAlarms + one.falseAlarms,
                    area + one.area / divisions);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%d of %d | %d of %d | %.3f |", found, anomalies, falseAlarms, expected, area);
        }
    }

    /**
     * A network of the same width without an equation, on the same divisions. Seconds are the processor's, of all threads: on a busy
     * machine they say more than a clock.
     */
    @Test
    void besideANetworkWithoutAnEquation() throws IOException {
        assumeTrue(FIGURES, "no seminode.figures");
        try (Mlp first = new Mlp(new MutableDataset<>(Spirals.drawn(20, 1)), 1)) {
            first.train(new MutableDataset<>(Spirals.drawn(20, 1)), 1); // which loads TensorFlow
        }
        List<String> table = new ArrayList<>();
        table.addAll(rows("two spirals", Spirals.drawn(250, 1)));
        table.addAll(rows("wines", WineEvents.wines()));
        write("mlp", table);
    }

    private static List<String> rows(String name, DataSource<Label> data) {
        double[] neural = new double[2];
        double[] plain = new double[2];
        for (int seed = 1; seed <= DIVISIONS; seed++) {
            var parts = new TrainTestSplitter<>(data, 0.7, seed);
            MutableDataset<Label> train = new MutableDataset<>(parts.getTrain());
            MutableDataset<Label> test = new MutableDataset<>(parts.getTest());
            double begin = processorSeconds();
            var model = new NeuralOdeTrainer<Label>().withSeed(seed).train(train);
            neural[0] += (processorSeconds() - begin) / DIVISIONS;
            neural[1] += new LabelEvaluator().evaluate(model, test).accuracy() / DIVISIONS;
            model.close();
            begin = processorSeconds();
            var standard = train.createTransformers(new TransformationMap(List.of(new MeanStdDevTransformation(0, 1))));
            try (Mlp mlp = new Mlp(train, seed)) {
                mlp.train(standard.transformDataset(train), 100);
                plain[0] += (processorSeconds() - begin) / DIVISIONS;
                plain[1] += mlp.accuracy(standard.transformDataset(test)) / DIVISIONS;
            }
        }
        return List.of(
                String.format(Locale.ROOT, "| %s | neural ODE | %.3f | %.1f |", name, neural[1], neural[0]),
                String.format(Locale.ROOT, "| %s | MLP | %.3f | %.1f |", name, plain[1], plain[0]));
    }

    private static double processorSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }

    private static Path shared(String name) {
        String shared = System.getProperty("seminode.shared", "");
        assumeTrue(FIGURES, "no seminode.figures");
        assumeTrue(!shared.isEmpty(), "no seminode.shared");
        return Path.of(shared, "data", name);
    }

    private static double compare(
            String name,
            Trainer<Label> trainer,
            Map<String, Trainer<Label>> others,
            Dataset<Label> train,
            Dataset<Label> test)
            throws IOException {
        Map<String, Trainer<Label>> trainers = new LinkedHashMap<>();
        trainers.put("neural", trainer);
        trainers.putAll(others);
        List<String> table = new ArrayList<>(List.of(train.size() + " to learn, " + test.size() + " to tell, "
                + train.getFeatureMap().size() + " features"));
        List<Double> accuracies = new ArrayList<>();
        trainers.forEach((kind, one) -> {
            long begin = System.nanoTime();
            Model<Label> model = one.train(train);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double accuracy = new LabelEvaluator().evaluate(model, test).accuracy();
            accuracies.add(accuracy);
            table.add(String.format(Locale.ROOT, "| %s | %.3f | %.0f |", kind, accuracy, seconds));
        });
        write(name, table);
        return accuracies.get(0);
    }

    private static Dataset<Label> words(Path place, DataPart part) {
        Set<String> words = Set.of("up", "down", "left", "right");
        var source = new SpeechDataSource(place, SpeechSplit.SPEAKER, 0, part, 8);
        List<Example<Label>> some = new ArrayList<>();
        for (Example<Label> clip : source) {
            if (words.contains(clip.getOutput().getLabel())) {
                some.add(clip);
            }
        }
        return new MutableDataset<>(some, source.getProvenance(), source.getOutputFactory());
    }

    /** Four spoken words of strangers, every eighth frame. */
    @Test
    void words(@TempDir Path home) throws IOException {
        Path place = shared("speech_commands");
        System.setProperty("seminode.data", home.toString());
        try {
            Trainer<Label> trainer = new NeuralCdeTrainer<Label>()
                    .withNetwork(32, 40, 2)
                    .withTraining(new TrainingOptions()
                            .withEpochs(60)
                            .withLearningRate(0.005, 0.01)
                            .withDecay(LearningRateDecay.COSINE)
                            .withPredictionBatch(32))
                    .withSolver(new SolverOptions().withTolerances(1e-2, 1e-6));
            double accuracy =
                    compare("words", trainer, others(), words(place, DataPart.TRAIN), words(place, DataPart.TEST));
            assertTrue(accuracy > 0.5, () -> "accuracy " + accuracy);
        } finally {
            System.clearProperty("seminode.data");
        }
    }

    /** Written digits. */
    @Test
    void digits() throws IOException {
        Path place = shared("mnist");
        Dataset<Label> train = new MutableDataset<>(new ImageDataSource(place, "mnist", 0, DataPart.TRAIN, 2500));
        Dataset<Label> test = new MutableDataset<>(new ImageDataSource(place, "mnist", 0, DataPart.TEST, 2500));
        Trainer<Label> trainer = new NeuralOdeTrainer<Label>()
                .withNetwork(32, 8, 64, 2)
                .withTraining(new TrainingOptions()
                        .withEpochs(15)
                        .withLearningRate(0.003, 0.01)
                        .withPredictionBatch(50));
        Map<String, Trainer<Label>> others = others();
        others.remove(STANDARDISED); // Tribuo's transformation refuses pixels that are always the same
        double accuracy = compare("digits", trainer, others, train, test);
        assertTrue(accuracy > 0.85, () -> "accuracy " + accuracy);
    }
}
