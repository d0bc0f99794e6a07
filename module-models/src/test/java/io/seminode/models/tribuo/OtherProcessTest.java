package io.seminode.models.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.classification.Label;

class OtherProcessTest {
    @TempDir
    private Path folder;

    @Test
    void predictsTheSameBitsWhenReadByAnotherProcess() throws IOException, InterruptedException {
        Path file = folder.resolve("model.tribuo");
        Path out = folder.resolve("out.txt");
        String expected;
        try (NeuralModel<Label> model = SeriesData.<Label>small(2).train(SeriesData.waves(32, 1))) {
            model.serializeToFile(file);
            expected = PredictionPrinter.text(model);
        }
        assertFalse(expected.isEmpty());
        String module = "io.seminode.models";
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        System.getProperty("jdk.module.path"),
                        "--class-path",
                        System.getProperty("java.class.path"),
                        "--patch-module",
                        module + "=" + Path.of("target", "test-classes").toAbsolutePath(),
                        "--add-modules",
                        "ALL-MODULE-PATH",
                        "-m",
                        module + "/" + PredictionPrinter.class.getName(),
                        file.toString()))
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("err.txt").toFile())
                .start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the other process ends");
        assertEquals(0, process.exitValue(), () -> read(folder.resolve("err.txt")));
        assertEquals(expected, read(out).strip());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** In a method of its own, so that no variable holds the model any more when it has returned. */
    private static SharedPredictor ofAForgottenModel() {
        NeuralModel<Label> model = TestData.<Label>small(1).train(TestData.rings(16, 1));
        model.predict(TestData.rings(1, 1));
        assertFalse(model.predictor().isClosed());
        return model.predictor();
    }

    @Test
    void aForgottenModelIsFreedByTheGarbageCollector() throws InterruptedException {
        SharedPredictor predictor = ofAForgottenModel();
        for (int i = 0; i < 100 && !predictor.isClosed(); i++) {
            System.gc();
            Thread.sleep(50);
        }
        assertTrue(predictor.isClosed());
    }
}
