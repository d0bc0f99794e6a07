package io.seminode.models.cde;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.data.LabelledExamples;
import io.seminode.models.file.DataSettings;
import io.seminode.models.file.ModelFile;
import io.seminode.models.nn.Head;
import io.seminode.models.predict.Predictor;
import io.seminode.models.train.EpochMetrics;
import io.seminode.models.train.TrainingListener;
import io.seminode.models.train.TrainingSession;
import io.seminode.models.train.TrainingSettings;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.ExecutionOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NeuralCdeTest {
    private static final int LENGTH = 8;
    private static final int CHANNELS = 2;
    private static final double[] TIMES =
            IntStream.range(0, LENGTH).mapToDouble(i -> i * 0.5).toArray();
    private static final Solver SOLVER = Solver.create().withTolerances(1e-3, 1e-5);

    /** Waves that rise or fall in the end; a tenth of the values is missing. */
    private record Waves(int size, long seed) implements LabelledExamples {
        @Override
        public List<String> classes() {
            return List.of("falls", "rises");
        }

        @Override
        public int label(int index) {
            return index % 2;
        }

        @Override
        public Map<String, float[]> gather(int[] indices) {
            float[] x = new float[indices.length * LENGTH * CHANNELS];
            float[] y = new float[indices.length];
            for (int i = 0; i < indices.length; i++) {
                Random random = new Random(seed * 1000 + indices[i]);
                y[i] = label(indices[i]);
                double phase = random.nextDouble();
                for (int t = 0; t < LENGTH; t++) {
                    int at = (i * LENGTH + t) * CHANNELS;
                    x[at] = (float) TIMES[t];
                    double trend = (y[i] == 1 ? 1 : -1) * TIMES[t] / 2;
                    x[at + 1] = random.nextInt(10) == 0 ? Float.NaN : (float) (Math.sin(phase + TIMES[t]) + trend);
                }
            }
            return Map.of("x", x, LABEL, y);
        }
    }

    private static NeuralCde small(Interpolation interpolation) {
        return new NeuralCde(new NeuralCde.Settings(
                CHANNELS,
                6,
                8,
                2,
                2,
                0,
                interpolation,
                Arrays.stream(TIMES).boxed().toList()));
    }

    private static PathExamples paths(Interpolation interpolation, int size, long seed) {
        return new PathExamples(new Waves(size, seed), interpolation, CHANNELS, 1, TIMES);
    }

    @Test
    void thePapersModelHasThePapersSize() {
        double[] times = IntStream.range(0, 161).mapToDouble(i -> i).toArray();
        assertEquals(88_940, new NeuralCde(NeuralCde.Settings.paper(21, 10, times)).parameterCount());
    }

    @ParameterizedTest
    @EnumSource
    void learnsOnEveryKindOfPath(Interpolation interpolation) {
        TrainingSettings settings = TrainingSettings.create()
                .withEpochs(12)
                .withBatchSize(8)
                .withLearningRate(0.02, 0)
                .withSeed(1);
        Solver solver = SOLVER;
        try (TrainingSession session =
                TrainingSession.open(small(interpolation), solver, settings, ExecutionOptions.NATIVE_CPU)) {
            List<EpochMetrics> history =
                    session.fit(paths(interpolation, 48, 1), paths(interpolation, 16, 2), new TrainingListener() {});
            EpochMetrics last = history.get(history.size() - 1);
            assertTrue(
                    last.trainLoss() < 0.5 * history.get(0).trainLoss(),
                    history.get(0).trainLoss() + " before, " + last.trainLoss() + " after");
            assertTrue(last.validationMeasures().get(Head.ACCURACY) > 0.8, last.toString());
        }
    }

    @Test
    void aStoredModelPredictsWhatItWasTrainedTo(@TempDir Path folder) throws IOException {
        TrainingSettings settings = TrainingSettings.create()
                .withEpochs(12)
                .withBatchSize(8)
                .withLearningRate(0.02, 0)
                .withSeed(1);
        NeuralCde model = small(Interpolation.LINEAR);
        Path file = folder.resolve("model");
        double accuracy;
        try (TrainingSession session = TrainingSession.open(model, SOLVER, settings, ExecutionOptions.NATIVE_CPU)) {
            session.fit(
                    paths(Interpolation.LINEAR, 48, 1), paths(Interpolation.LINEAR, 0, 2), new TrainingListener() {});
            accuracy = session.evaluate(paths(Interpolation.LINEAR, 8, 2))
                    .measures()
                    .get(Head.ACCURACY);
            new ModelFile(model, SOLVER, DataSettings.of("waves"), session.weights()).write(file);
        }
        Map<String, float[]> batch =
                paths(Interpolation.LINEAR, 8, 2).gather(IntStream.range(0, 8).toArray());
        try (Predictor first = Predictor.open(ModelFile.read(file), 8, ExecutionOptions.NATIVE_CPU);
                Predictor second = Predictor.open(ModelFile.read(file), 8, ExecutionOptions.NATIVE_CPU)) {
            float[] probabilities = first.predict(batch).get(Head.CLASSES.predicted());
            assertArrayEquals(probabilities, second.predict(batch).get(Head.CLASSES.predicted()));
            int correct = 0;
            for (int i = 0; i < 8; i++) {
                assertEquals(1, probabilities[2 * i] + probabilities[2 * i + 1], 1e-5);
                correct += (probabilities[2 * i + 1] > 0.5 ? 1 : 0) == i % 2 ? 1 : 0;
            }
            assertEquals(accuracy, correct / 8.0);
        }
    }

    @Test
    void everyNthObservationIsUsed() {
        assertArrayEquals(new double[] {0, 1.5, 3}, PathExamples.used(TIMES, 3));
        float[] observed = new float[LENGTH * CHANNELS];
        for (int i = 0; i < observed.length; i++) {
            observed[i] = i;
        }
        assertArrayEquals(
                new float[] {0, 1, 6, 7, 12, 13},
                PathExamples.coefficients(observed, Interpolation.LINEAR, CHANNELS, 3, TIMES));
    }
}
