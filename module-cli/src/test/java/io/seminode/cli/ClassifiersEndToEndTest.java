package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seminode.data.DataProgress;
import io.seminode.data.files.DataHome;
import io.seminode.data.files.TarArchive;
import io.seminode.data.image.Images;
import io.seminode.data.image.MnistData;
import io.seminode.data.image.MnistKind;
import io.seminode.models.file.ModelFile;
import io.seminode.models.nn.Head;
import io.seminode.models.predict.Predictor;
import io.seminode.solver.tensor.ExecutionOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classifiers on real data and their smallest schedules: trained, stored, and asked about files. */
final class ClassifiersEndToEndTest {
    private static final int SIDE = 28;

    @TempDir
    private Path folder;

    /** What is computed from data goes here, not into the user's home. */
    @BeforeEach
    void ownCache() {
        System.setProperty(DataHome.PROPERTY, folder.resolve("home").toString());
    }

    @AfterEach
    void noCache() {
        System.clearProperty(DataHome.PROPERTY);
    }

    private Path train(String problem, Path data, String... more) {
        Path out = folder.resolve(problem);
        List<String> arguments = new ArrayList<>(List.of("train", problem, "--data", data.toString()));
        arguments.addAll(List.of("--epochs", "1", "--engine", "native", "--out", out.toString()));
        arguments.addAll(List.of(more));
        MainTest.Execution execution = MainTest.run(arguments.toArray(String[]::new));
        assertEquals(0, execution.exitCode(), execution.err());
        assertTrue(execution.out().contains("Test accuracy"), execution.out());
        return out;
    }

    /** Some clips of each of the ten words, unpacked. */
    private List<Path> unpackClips(int ofEach) throws IOException {
        Path data = SharedData.folder("speech_commands");
        Map<String, Integer> taken = new HashMap<>();
        List<Path> clips = new ArrayList<>();
        new TarArchive(data.resolve("speech_commands_v0.02-subset.tar.gz")).forEach(DataProgress.NONE, entry -> {
            Path name = Path.of(entry.name()).normalize();
            if (entry.isFile()
                    && name.getNameCount() == 2
                    && entry.name().endsWith(".wav")
                    && taken.merge(name.getName(0).toString(), 1, Integer::sum) <= ofEach) {
                Path clip = folder.resolve("clips").resolve(name);
                Files.createDirectories(clip.getParent());
                Files.write(clip, entry.bytes());
                clips.add(clip);
            }
        });
        assertEquals(10, taken.size(), "words");
        return clips;
    }

    @Test
    void speech() throws IOException {
        List<Path> clips = unpackClips(6);
        Path run = train("speech", folder.resolve("clips"), "--max-batches", "2", "--batch-size", "8", "--every", "16");
        String model = run.resolve("model.safetensors").toString();
        assertEvaluatesAsTraining(run, folder.resolve("clips"));
        Path saved = folder.resolve("saved");
        MainTest.Execution exported = MainTest.run("export", model, saved.toString(), "--batch", "2");
        assertEquals(0, exported.exitCode(), exported.err());
        assertTrue(exported.out().contains("path") && exported.out().contains("[2, 11, 21]"), exported.out());

        Path cut = folder.resolve("cut.wav");
        byte[] whole = Files.readAllBytes(clips.get(0));
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
        MainTest.Execution execution = MainTest.run(
                "predict",
                model,
                clips.get(0).toString(),
                cut.toString(),
                clips.get(59).toString());
        assertEquals(1, execution.exitCode(), "one of the files is of no use");
        assertTrue(execution.err().contains("cut.wav: "), execution.err());
        List<String> table = execution.out().lines().toList();
        assertEquals(4, table.size(), execution.out());
        List<String> header = words(table.get(0));
        assertEquals(List.of("File", "Label", "yes", "no", "up", "down"), header.subList(0, 6));
        for (int row : new int[] {2, 3}) {
            List<String> cells = words(table.get(row));
            List<Double> probabilities =
                    cells.stream().skip(2).map(Double::valueOf).toList();
            double largest = probabilities.stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElseThrow();
            assertEquals(largest, probabilities.get(header.indexOf(cells.get(1)) - 2), "the most probable one");
            assertEquals(
                    1, probabilities.stream().mapToDouble(Double::doubleValue).sum(), 0.006);
        }
    }

    /** Tribuo's evaluator finds on the test part what the training found there. */
    private static void assertEvaluatesAsTraining(Path run, Path data) throws IOException {
        double expected = new ObjectMapper()
                .readTree(run.resolve("results.json").toFile())
                .at("/run/testMeasures/accuracy")
                .asDouble();
        MainTest.Execution execution =
                MainTest.run("evaluate", run.resolve("model.tribuo").toString(), data.toString());
        assertEquals(0, execution.exitCode(), execution.err());
        int examples = Integer.parseInt(
                words(execution.out().lines().findFirst().orElseThrow()).get(0).replace(",", ""));
        List<String> accuracy = execution
                .out()
                .lines()
                .filter(line -> line.startsWith("Accuracy"))
                .map(ClassifiersEndToEndTest::words)
                .findFirst()
                .orElseThrow(() -> new AssertionError(execution.out()));
        // Each example is solved alone here and in a batch there: one beside the border may fall to the other side.
        assertEquals(expected, Double.parseDouble(accuracy.get(1)), 1.5 / examples, execution.out());
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split("\\s+"));
    }

    @Test
    void digits() throws IOException {
        Path data = SharedData.folder("mnist");
        Path run = train("mnist-ode", data, "--limit", "300", "--batch-size", "32", "--max-batches", "8");
        double accuracy = new ObjectMapper()
                .readTree(run.resolve("results.json").toFile())
                .at("/run/testMeasures/accuracy")
                .asDouble();
        assertTrue(accuracy > 0.2, "it has begun to learn: " + accuracy);
        assertEvaluatesAsTraining(run, data);

        Images test =
                MnistData.load(data, MnistKind.MNIST, 0, DataProgress.NONE).test();
        Path digit = folder.resolve("digit.png");
        ImageIO.write(picture(test, 0), "png", digit.toFile());
        Path model = run.resolve("model.safetensors");
        MainTest.Execution execution = MainTest.run("predict", model.toString(), digit.toString());
        assertEquals(0, execution.exitCode(), execution.err());
        List<String> row = words(execution.out().lines().toList().get(2));
        float[] expected = predict(model, test, 0);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(String.format(Locale.ROOT, "%.3f", expected[i]), row.get(2 + i), "the picture is the image");
        }

        Path large = folder.resolve("large.png");
        ImageIO.write(new BufferedImage(SIDE + 1, SIDE, BufferedImage.TYPE_BYTE_GRAY), "png", large.toFile());
        MainTest.Execution refused = MainTest.run("predict", model.toString(), large.toString());
        assertEquals(1, refused.exitCode());
        assertTrue(refused.err().contains("large.png: 29 x 28 pixels found, expected a grey picture of 28 x 28"));
        assertEquals("", refused.out());

        MainTest.Execution both =
                MainTest.run("predict", model.toString(), digit.toString(), large.toString(), "--json", "--quiet");
        assertEquals(1, both.exitCode());
        assertTrue(both.err().contains("large.png: 29 x 28"), "errors are said");
        JsonNode document = OutputFormTest.document(both);
        JsonNode found = document.at("/predictions/0");
        assertEquals(digit.toString(), found.get("file").asText());
        assertEquals(row.get(1), found.get("label").asText());
        List<Double> probabilities = new ArrayList<>();
        found.get("probabilities").forEach(p -> probabilities.add(p.asDouble()));
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], probabilities.get(i).floatValue());
        }
        assertEquals(large.toString(), document.at("/unusable/0/file").asText());
    }

    private static float[] predict(Path model, Images images, int index) {
        try (Predictor predictor = Predictor.open(ModelFile.read(model), 1, ExecutionOptions.NATIVE_CPU)) {
            Map<String, float[]> predicted = predictor.predict(images.gather(new int[] {index}));
            return Objects.requireNonNull(predicted.get(Head.CLASSES.predicted()));
        }
    }

    private static BufferedImage picture(Images images, int index) {
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < SIDE * SIDE; i++) {
            picture.getRaster().setSample(i % SIDE, i / SIDE, 0, images.pixel(index, i));
        }
        return picture;
    }

    @Test
    void coloursInPieces() {
        Path data = SharedData.folder("cifar10");
        Path run = train(
                "cifar-ode",
                data,
                "--limit",
                "20",
                "--batch-size",
                "4",
                "--max-batches",
                "2",
                "--pieces",
                "2",
                "--tanh");
        assertEquals(
                "image-ode",
                ModelFile.read(run.resolve("model.safetensors")).model().kind());
    }
}
