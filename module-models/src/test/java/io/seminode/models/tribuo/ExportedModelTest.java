package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seminode.models.cde.NeuralCde;
import io.seminode.models.ode.NeuralOde;
import io.seminode.models.predict.ModelExport;
import io.seminode.solver.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat64;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.anomaly.AnomalyFactory;
import org.tribuo.anomaly.Event;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** What is exported of each trainer's models predicts, from the data as they are, what the models predict. */
class ExportedModelTest {
    private static final double SECONDS = 1.7e9; // since 1970
    private static final double TOLERANCE = 1e-4; // TensorFlow's graph optimiser rounds otherwise

    @TempDir
    private Path folder;

    private interface Check<T extends Output<T>> {
        void check(Example<T> example, Map<String, double[]> exported);
    }

    private <T extends Output<T>> ModelExport.Signature each(NeuralModel<T> model, Dataset<T> data, Check<T> check)
            throws IOException {
        ModelExport.Signature signature = model.export().write(folder, 1);
        try (SavedModelBundle bundle = SavedModelBundle.load(folder.toString())) {
            for (Example<T> example : data) {
                Map<String, Tensor> inputs = inputs(model, example);
                try (Result result = bundle.function("serving_default").call(inputs)) {
                    Map<String, double[]> exported = new LinkedHashMap<>();
                    signature
                            .outputs()
                            .forEach(spec -> exported.put(
                                    spec.name(),
                                    Tensors.toDoubles(result.get(spec.name()).orElseThrow())));
                    assertEquals(0, exported.get("status")[0]);
                    check.check(example, exported);
                } finally {
                    inputs.values().forEach(Tensor::close);
                }
            }
        }
        return signature;
    }

    /** Vectors as they are; series as the coefficients of their paths. */
    private static <T extends Output<T>> Map<String, Tensor> inputs(NeuralModel<T> model, Example<T> example) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        if (model.file().model() instanceof NeuralCde cde) {
            FeatureCodec codec = SeriesFeatures.of(
                    cde.settings(),
                    model.file().data().standardisation(),
                    model.file().data().options());
            Map<String, float[]> fields = new LinkedHashMap<>();
            codec.sizes().forEach((name, size) -> fields.put(name, new float[size]));
            codec.encode(example, fields, 0);
            cde.inputs(1)
                    .forEach(spec -> inputs.put(
                            spec.name(),
                            Tensors.ofFloats(spec.shape(), Objects.requireNonNull(fields.get(spec.name())))));
            return inputs;
        }
        double[] features = new TreeSet<>(List.of("x1", "x2"))
                .stream().mapToDouble(name -> example.lookup(name).getValue()).toArray();
        inputs.put(NeuralOde.FEATURES, TFloat64.tensorOf(Shape.of(1, 2), DataBuffers.of(features)));
        return inputs;
    }

    private static <T extends Output<T>> MutableDataset<T> moved(Dataset<T> data, double scale) {
        MutableDataset<T> moved = TestData.empty(data.getOutputFactory());
        for (Example<T> example : data) {
            moved.add(TestData.example(
                    example.getOutput(),
                    SECONDS + example.lookup("x1").getValue(),
                    scale * example.lookup("x2").getValue()));
        }
        return moved;
    }

    @Test
    void classesOfVectors() throws IOException {
        MutableDataset<Label> data = moved(TestData.rings(32, 1), 1e-9);
        try (NeuralModel<Label> model = TestData.<Label>small(5).train(data)) {
            each(model, data, (example, exported) -> {
                Map<String, Label> scores = model.predict(example).getOutputScores();
                List<String> labels = model.file().data().labels();
                for (int i = 0; i < labels.size(); i++) {
                    assertEquals(scores.get(labels.get(i)).getScore(), exported.get("probabilities")[i], TOLERANCE);
                }
            });
        }
    }

    @Test
    void numbersOfVectors() throws IOException {
        MutableDataset<Regressor> data = TestData.empty(new RegressionFactory());
        for (Example<Regressor> example : moved(TestData.curves(32, 1), 1e9)) {
            double[] values = example.getOutput().getValues();
            data.add(TestData.example(
                    new Regressor(example.getOutput().getNames(), new double[] {SECONDS + values[0], 1e-9 * values[1]}),
                    example.lookup("x1").getValue(),
                    example.lookup("x2").getValue()));
        }
        try (NeuralModel<Regressor> model = TestData.<Regressor>small(5).train(data)) {
            each(model, data, (example, exported) -> {
                double[] expected = model.predict(example).getOutput().getValues();
                assertEquals(expected[0], exported.get("values")[0], 100 * TOLERANCE);
                assertEquals(expected[1], exported.get("values")[1], 1e-9 * TOLERANCE);
            });
        }
    }

    @Test
    void numbersOfSeries() throws IOException {
        MutableDataset<Regressor> data = TestData.empty(new RegressionFactory());
        for (Example<Regressor> example : SeriesData.speeds(32, 1)) {
            Regressor speed =
                    new Regressor("speed", SECONDS + example.getOutput().getValues()[0]);
            ArrayExample<Regressor> moved = new ArrayExample<>(speed);
            example.forEach(moved::add);
            data.add(moved);
        }
        try (NeuralModel<Regressor> model = SeriesData.<Regressor>small(2).train(data)) {
            each(
                    model,
                    data,
                    (example, exported) -> assertEquals(
                            model.predict(example).getOutput().getValues()[0],
                            exported.get("values")[0],
                            100 * TOLERANCE));
        }
    }

    @Test
    void classesOfSeries() throws IOException {
        MutableDataset<Label> data = SeriesData.waves(32, 1);
        try (NeuralModel<Label> model = SeriesData.<Label>small(2).train(data)) {
            each(model, data, (example, exported) -> {
                Map<String, Label> scores = model.predict(example).getOutputScores();
                String first = model.file().data().labels().get(0);
                assertEquals(scores.get(first).getScore(), exported.get("probabilities")[0], TOLERANCE);
            });
        }
    }

    /** A density is one of the data as they are: it integrates to 1 over them, and the threshold is told in its unit. */
    @Test
    void densitiesOfEvents() throws IOException {
        MutableDataset<Event> data = TestData.empty(new AnomalyFactory());
        Random random = new Random(1);
        for (int i = 0; i < 64; i++) {
            data.add(TestData.example(
                    new Event(Event.EventType.EXPECTED),
                    SECONDS + 10 * random.nextGaussian(),
                    5e-9 + 1e-9 * random.nextGaussian()));
        }
        MutableDataset<Event> grid = TestData.empty(new AnomalyFactory());
        int cells = 24; // of +-6 deviations each way
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j < cells; j++) {
                double a = (i + 0.5) * 12 / cells - 6;
                double b = (j + 0.5) * 12 / cells - 6;
                grid.add(TestData.example(new Event(Event.EventType.EXPECTED), SECONDS + 10 * a, 5e-9 + 1e-9 * b));
            }
        }
        double cell = 10e-9 * Math.pow(12. / cells, 2);
        double[] integral = new double[1];
        try (NeuralModel<Event> model = EventData.small(2).train(data)) {
            double[] threshold = new double[1];
            model.export().write(folder, 1);
            JsonNode description =
                    new ObjectMapper().readTree(Files.readString(folder.resolve("assets.extra/seminode.json")));
            threshold[0] = description.at("/data/options/threshold").asDouble();
            each(model, grid, (example, exported) -> {
                double logDensity = exported.get("log_density")[0];
                integral[0] += cell * Math.exp(logDensity);
                double score = model.predict(example).getOutput().getScore();
                assertEquals(score, logDensity - threshold[0], TOLERANCE * (1 + Math.abs(score)));
            });
        }
        assertEquals(1, integral[0], 0.01);
    }
}
