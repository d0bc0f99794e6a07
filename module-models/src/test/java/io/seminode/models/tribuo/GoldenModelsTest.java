package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.anomaly.Event;
import org.tribuo.classification.Label;
import org.tribuo.regression.Regressor;

/**
 * Models that earlier versions stored. To make those that are not there yet, run this test with -Dseminode.golden=write; an
 * old one is never written again, a new version has a name of its own.
 */
class GoldenModelsTest {
    private static final Path FOLDER = Path.of("src/test/resources/io/seminode/models/tribuo");

    private static final Map<String, Supplier<NeuralModel<?>>> MODELS = models();

    private static Map<String, Supplier<NeuralModel<?>>> models() {
        Map<String, Supplier<NeuralModel<?>>> models = new LinkedHashMap<>();
        models.put(
                "neural-ode-label-0.1.tribuo", () -> TestData.<Label>small(10).train(TestData.rings(64, 1)));
        models.put(
                "neural-ode-regressor-0.1.tribuo",
                () -> TestData.<Regressor>small(10).train(TestData.curves(64, 1)));
        models.put(
                "neural-cde-label-0.1.tribuo", () -> SeriesData.<Label>small(5).train(SeriesData.waves(32, 1)));
        models.put(
                "neural-cde-regressor-0.1.tribuo",
                () -> SeriesData.<Regressor>small(5).train(SeriesData.speeds(32, 1)));
        models.put("flow-event-0.1.tribuo", () -> EventData.small(5).train(EventData.expected(64, 1)));
        return models;
    }

    private static <T extends Output<T>> void assertNear(
            String name, Class<T> type, NeuralModel<?> fresh, Dataset<T> data, double tolerance) throws IOException {
        Path file = FOLDER.resolve(name);
        if (!Files.exists(file) && "write".equals(System.getProperty("seminode.golden"))) {
            fresh.serializeToFile(file);
        }
        // Other processors round otherwise, so what they predict is compared with what this version's training
        // predicts.
        try (InputStream in = Files.newInputStream(file);
                NeuralModel<T> golden =
                        (NeuralModel<T>) Model.deserializeFromStream(in).castModel(type)) {
            List<Prediction<T>> found = golden.predict(data);
            List<Prediction<T>> expected = fresh.castModel(type).predict(data);
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(number(expected.get(i)), number(found.get(i)), tolerance, name);
            }
        }
    }

    private static double number(Prediction<?> prediction) {
        Object output = prediction.getOutput();
        if (output instanceof Regressor regressor) {
            return regressor.getValues()[0];
        }
        return output instanceof Event event
                ? event.getScore()
                : ((Label) prediction.getOutputScores().values().iterator().next()).getScore();
    }

    @Test
    void goldenModelsAreStillRead() throws IOException {
        for (Map.Entry<String, Supplier<NeuralModel<?>>> model : MODELS.entrySet()) {
            String name = model.getKey();
            try (NeuralModel<?> fresh = model.getValue().get()) {
                switch (name.replace("-0.1.tribuo", "")) {
                    case "neural-ode-label" -> assertNear(name, Label.class, fresh, TestData.rings(20, 2), 0.05);
                    case "neural-ode-regressor" -> assertNear(name, Regressor.class, fresh, TestData.curves(20, 2), 5);
                    case "neural-cde-label" -> assertNear(name, Label.class, fresh, SeriesData.waves(20, 2), 0.05);
                    case "neural-cde-regressor" ->
                        assertNear(name, Regressor.class, fresh, SeriesData.speeds(20, 2), 5);
                    default -> assertNear(name, Event.class, fresh, EventData.mixed(20, 2), 0.1);
                }
            }
        }
        assertTrue(MODELS.size() >= 5);
    }
}
