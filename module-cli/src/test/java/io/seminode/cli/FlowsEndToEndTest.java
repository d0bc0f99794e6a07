package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows on their smallest schedules: trained, then drawn from, drawn and asked for densities. */
final class FlowsEndToEndTest {

    @TempDir
    private Path folder;

    private String train(String... arguments) {
        Path out = folder.resolve("run");
        List<String> all = new java.util.ArrayList<>(List.of("train"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--epochs", "1", "--engine", "native", "--out", out.toString()));
        succeed(all.toArray(String[]::new));
        return out.resolve("model.safetensors").toString();
    }

    private static String succeed(String... arguments) {
        MainTest.Execution execution = MainTest.run(arguments);
        assertEquals(0, execution.exitCode(), execution.err());
        return execution.out();
    }

    private static double number(String text, String before) {
        Matcher found = Pattern.compile(Pattern.quote(before) + "(-?[0-9.]+)").matcher(text);
        assertTrue(found.find(), text);
        return Double.parseDouble(found.group(1));
    }

    private BufferedImage picture(String name) throws IOException {
        return ImageIO.read(folder.resolve(name).toFile());
    }

    private static IntStream pixels(BufferedImage picture) {
        return IntStream.range(0, picture.getWidth() * picture.getHeight())
                .map(i -> picture.getRGB(i % picture.getWidth(), i / picture.getWidth()));
    }

    private static long colours(BufferedImage picture) {
        return pixels(picture).distinct().count();
    }

    /** Each example has its value, and the summary is their mean. */
    private double meanOfScores(String name, int column, int examples) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve(name));
        assertEquals(examples, lines.size() - 1);
        return lines.stream()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[column]))
                .average()
                .orElseThrow();
    }

    @Test
    void aFlowOfPoints() throws IOException {
        String model = train("toy-cnf", "--density", "two-moons", "--examples", "512", "--max-batches", "2");

        String drawn = succeed("sample", model, "--n", "200", "--out", at("samples.png"));
        assertTrue(drawn.startsWith("200 samples written to "), drawn);
        BufferedImage samples = picture("samples.png");
        long dotted = pixels(samples)
                .filter(colour -> (colour & 0xFF) > (colour >> 16 & 0xFF) + 40)
                .count();
        assertTrue(dotted > 200 && dotted <= 200 * 64, dotted + " blue pixels of 200 dots of at most 8 x 8");

        String density = succeed("density", model, "--cells", "40", "--reach", "6", "--out", at("density.png"));
        assertEquals(1, number(density, "Probability from -6.0 to 6.0: "), 0.01, density);
        assertTrue(colours(picture("density.png")) > 20, "shades");

        String scores = succeed("score", model, "two-moons", "--n", "100", "--out", at("scores.csv"));
        double mean = number(scores, "Log-likelihood of 100 examples: ");
        assertEquals(mean, meanOfScores("scores.csv", 1, 100), 1e-4);
        double truth = number(scores, "Under the density itself: ");
        assertTrue(mean < truth && mean > -10, scores);
    }

    @Test
    void aFlowOfImages() throws IOException {
        String data = SharedData.folder("mnist").toString();
        String model = train(
                "mnist-cnf",
                "--data",
                data,
                "--limit",
                "20",
                "--batch-size",
                "4",
                "--max-batches",
                "1",
                "--width",
                "3",
                "--rtol",
                "1e-3",
                "--atol",
                "1e-3");

        succeed("sample", model, "--n", "3", "--batch", "4", "--out", at("grid.png"));
        BufferedImage grid = picture("grid.png");
        assertEquals(grid.getWidth(), grid.getHeight(), "two by two");
        assertTrue(colours(grid) > 50, "shades of grey");

        String scores = succeed("score", model, data, "--n", "6", "--batch", "4", "--out", at("scores.csv"));
        double nats = number(scores, "Log-likelihood of 6 examples: ");
        double bits = number(scores, "Bits per dimension: ");
        assertEquals(nats, meanOfScores("scores.csv", 1, 6), 1e-3);
        assertEquals(bits, meanOfScores("scores.csv", 2, 6), 1e-3);
        // Values that are all as probable have 8 bits each, and nothing to be told of a density from 0 to 1.
        assertEquals(8 - nats / (28 * 28) / Math.log(2), bits, 1e-3);
        assertTrue(bits > 2 && bits < 20, scores);

        MainTest.Execution density = MainTest.run("density", model);
        assertEquals(2, density.exitCode(), density.err());
        assertTrue(density.err().contains("flow of images, expected one of points"), density.err());
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }
}
