package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.data.Examples;
import io.seminode.data.LabelledExamples;
import io.seminode.models.file.DataSettings;
import io.seminode.models.file.ModelFile;
import io.seminode.models.nn.Head;
import io.seminode.models.ode.NeuralOde;
import io.seminode.models.predict.Predictor;
import io.seminode.models.train.EpochMetrics;
import io.seminode.models.train.TrainingListener;
import io.seminode.models.train.TrainingSession;
import io.seminode.models.train.TrainingSettings;
import io.seminode.solver.Solver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSampleTest {
    // tag::examples[]
    /** Points of the plane: class 1 inside the circle of radius 1, class 0 outside. */
    static final class Points implements Examples {
        private final float[] xs;
        private final float[] ys;

        Points(int count, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            xs = new float[2 * count];
            ys = new float[count];
            for (int i = 0; i < count; i++) {
                xs[2 * i] = (float) random.nextDouble(-1.5, 1.5);
                xs[2 * i + 1] = (float) random.nextDouble(-1.5, 1.5);
                ys[i] = Math.hypot(xs[2 * i], xs[2 * i + 1]) < 1 ? 1 : 0;
            }
        }

        @Override
        public int size() {
            return ys.length;
        }

        @Override
        public Map<String, float[]> gather(int[] indices) {
            float[] x = new float[2 * indices.length];
            float[] y = new float[indices.length];
            for (int i = 0; i < indices.length; i++) {
                x[2 * i] = xs[2 * indices[i]];
                x[2 * i + 1] = xs[2 * indices[i] + 1];
                y[i] = ys[indices[i]];
            }
            return Map.of(NeuralOde.FEATURES, x, LabelledExamples.LABEL, y);
        }
    }
    // end::examples[]

    @Test
    void trainsStoresAndPredicts(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("circle.safetensors");
        // tag::train[]
        // two features to four channels and one more, a field of two hidden layers 16 wide, two classes
        NeuralOde model = new NeuralOde(new NeuralOde.Settings(2, 4, 1, 16, 2, Head.CLASSES, 2));
        Solver solver = Solver.create().withNorm("seminorm").withTolerances(1e-3, 1e-4);
        // learning rate, weight decay
        TrainingSettings settings =
                TrainingSettings.create().withEpochs(40).withBatchSize(50).withLearningRate(1e-2, 0);
        try (TrainingSession session = TrainingSession.open(model, solver, settings)) {
            List<EpochMetrics> history = session.fit(new Points(500, 1), new Points(200, 2), new TrainingListener() {});
            EpochMetrics last = history.get(history.size() - 1);
            double accuracy = last.validationMeasures().get(Head.ACCURACY);
            long evaluations = last.backward().evaluations();
            new ModelFile(model, solver, DataSettings.of("circle"), session.weights()).write(file);
            // end::train[]
            assertTrue(accuracy > 0.9, () -> "accuracy " + accuracy);
            assertTrue(evaluations > 0);
            // tag::train[]
        }
        // end::train[]
        // tag::predict[]
        try (Predictor predictor = Predictor.open(ModelFile.read(file), 2)) {
            float[] points = {0, 0, 1.4f, 1.4f};
            float[] probabilities =
                    predictor.predict(Map.of(NeuralOde.FEATURES, points)).get(Head.CLASSES.predicted());
            // end::predict[]
            assertEquals(4, probabilities.length);
            assertTrue(probabilities[1] > 0.9f, "the centre is inside");
            assertTrue(probabilities[2] > 0.9f, "the corner is outside");
            // tag::predict[]
        }
        // end::predict[]
    }
}
