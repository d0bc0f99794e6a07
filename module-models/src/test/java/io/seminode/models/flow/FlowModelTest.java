package io.seminode.models.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.data.Examples;
import io.seminode.data.image.DequantisedImages;
import io.seminode.data.image.LogitTransform;
import io.seminode.data.toy.PlanePoints;
import io.seminode.data.toy.ToyDensity;
import io.seminode.models.file.DataSettings;
import io.seminode.models.file.ModelFile;
import io.seminode.models.flow.FlowField.TimeInput;
import io.seminode.models.nn.Activation;
import io.seminode.models.train.EpochMetrics;
import io.seminode.models.train.TrainingListener;
import io.seminode.models.train.TrainingSession;
import io.seminode.models.train.TrainingSettings;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.ExecutionOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowModelTest {
    private static final Solver SOLVER = Solver.create().withTolerances(1e-4, 1e-4);
    private static final ExecutionOptions NATIVE = ExecutionOptions.NATIVE_CPU;

    private static FlowSettings.Points points(Divergence divergence, double regularisers) {
        return new FlowSettings.Points(
                2,
                List.of(16, 16),
                TimeInput.CONCAT_SQUASH,
                Activation.TANH,
                divergence,
                regularisers,
                regularisers,
                1);
    }

    private static FlowSettings.Images images(Divergence divergence) {
        return new FlowSettings.Images(8, 8, 1, 2, 1, List.of(4), divergence, 0, 0, 1);
    }

    /** Random images of 8 x 8, as if transformed. */
    private record Noise(int size) implements Examples {
        @Override
        public Map<String, float[]> gather(int[] indices) {
            float[] x = new float[64 * indices.length];
            float[] logDeterminants = new float[indices.length];
            for (int i = 0; i < indices.length; i++) {
                Random random = new Random(indices[i]);
                for (int j = 0; j < 64; j++) {
                    x[64 * i + j] = 1 + random.nextFloat();
                }
                logDeterminants[i] = -3 - indices[i];
            }
            return Map.of(FlowModel.X, x, DequantisedImages.LOG_DETERMINANT, logDeterminants);
        }
    }

    private static TrainingSettings settings(int epochs, int batch) {
        return TrainingSettings.create()
                .withEpochs(epochs)
                .withBatchSize(batch)
                .withLearningRate(0.01, 0)
                .withSeed(1);
    }

    @Test
    void trainingComesCloserToADensityAndSamplesLieWhereItDoes() {
        FlowModel model = FlowModel.of(points(Divergence.EXACT, 0));
        PlanePoints train = ToyDensity.EIGHT_GAUSSIANS.sample(1280, 1);
        PlanePoints test = ToyDensity.EIGHT_GAUSSIANS.sample(512, 2);
        try (TrainingSession session = TrainingSession.open(model, SOLVER, settings(6, 128), NATIVE)) {
            double before = session.evaluate(test).loss();
            session.fit(train, test, new TrainingListener() {});
            double after = session.evaluate(test).loss();
            double truth = -test.meanLogDensity(ToyDensity.EIGHT_GAUSSIANS).orElseThrow();
            assertTrue(after < before - 0.3 && after > truth, before + " to " + after + ", true " + truth);
            try (TrainedFlow flow = new TrainedFlow(model, session.weights(), SOLVER, NATIVE, 200)) {
                double[] densities = flow.logDensity(test, 0, done -> {});
                assertEquals(after, -Arrays.stream(densities).average().orElseThrow(), 1e-3);
                float[] samples = flow.sample(450, 3, done -> {});
                assertEquals(900, samples.length);
                double radius = 0;
                for (int i = 0; i < samples.length; i += 2) {
                    radius += Math.hypot(samples[i], samples[i + 1]) / 450;
                }
                assertEquals(2.85, radius, 0.4);
                assertArrayEquals(samples, flow.sample(450, 3, done -> {}));
            }
        }
    }

    @Test
    void lossOfImagesIsInBitsPerDimension() {
        FlowModel model = FlowModel.of(images(Divergence.EXACT));
        Noise examples = new Noise(6);
        try (TrainingSession session = TrainingSession.open(model, SOLVER, settings(1, 3), NATIVE);
                TrainedFlow flow = new TrainedFlow(model, session.weights(), SOLVER, NATIVE, 4)) {
            double[] nats = flow.logDensity(examples, 0, done -> {});
            double bits = Arrays.stream(nats)
                    .map(n -> LogitTransform.bitsPerDimension(n, 0, 64))
                    .average()
                    .orElseThrow();
            assertEquals(bits, session.evaluate(examples).loss(), 1e-3);
            // The determinant of the transform is part of it: image i has one of -3 - i.
            assertEquals(6, nats.length);
        }
    }

    @Test
    void regularisersAreMeasuredAndMakeTheFlowCalmer() {
        PlanePoints train = ToyDensity.TWO_MOONS.sample(640, 1);
        List<Double> energies = new ArrayList<>();
        for (double weight : new double[] {1e-6, 1}) {
            FlowModel model = FlowModel.of(points(Divergence.RADEMACHER, weight));
            try (TrainingSession session = TrainingSession.open(model, SOLVER, settings(4, 64), NATIVE)) {
                List<EpochMetrics> history = session.fit(train, train, new TrainingListener() {});
                Map<String, Double> measures = history.get(3).trainMeasures();
                assertTrue(measures.get("jacobian-norm") > 0);
                energies.add(measures.get("kinetic-energy"));
            }
        }
        assertTrue(energies.get(1) < 0.7 * energies.get(0), energies.toString());
    }

    @Test
    void readsBackWhatWasStored(@TempDir Path folder) throws IOException {
        List<FlowModel> models =
                List.of(FlowModel.of(points(Divergence.GAUSSIAN, 0.1)), FlowModel.of(images(Divergence.RADEMACHER)));
        for (FlowModel model : models) {
            Path file = folder.resolve(model.kind());
            Map<String, float[]> weights = model.initialParameters(3);
            new ModelFile(model, SOLVER, DataSettings.of("toy"), weights).write(file);
            ModelFile read = ModelFile.read(file);
            assertEquals(model.settings(), read.model().settings());
            assertEquals(model.parameterCount(), read.model().parameterCount());
            weights.forEach(
                    (name, values) -> assertArrayEquals(values, read.weights().get(name), name));
        }
    }
}
