package io.seminode.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.seminode.cli.experiment.Experiments;
import io.seminode.cli.progress.LineProgress;
import io.seminode.cli.report.Checkpoints;
import io.seminode.cli.report.Environment;
import io.seminode.cli.report.RunFolder;
import io.seminode.solver.tensor.ExecutionOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/** Writes a whole run folder from synthetic trainings and reads it back. */
final class ComparisonReportTest {
    private static final List<String> PLOTS =
            List.of("loss", "backward-evaluations", "histogram-backward-evaluations", "histogram-rejected-steps");

    @TempDir
    private Path folder;

    @BeforeEach
    void write() {
        write(folder, Synthetic.settings(12, 2, "default", "seminorm"));
    }

    private static void write(Path folder, ComparisonSettings settings) {
        write(folder, settings, Synthetic.runner());
    }

    private static void write(Path folder, ComparisonSettings settings, TrainingRunner runner) {
        ComparisonReport report =
                new ComparisonReport(RunFolder.create(folder), Experiments.all().get(0), settings);
        Environment environment =
                Environment.here(List.of("compare", "pendulum"), "2", "cpu", "auto", Map.of("norm default", "a class"));
        report.settings();
        report.environment(environment);
        Comparison comparison = new Comparison(
                settings,
                runner,
                new LineProgress(new PrintWriter(new StringWriter()), 4),
                () -> {},
                report::history,
                Checkpoints.none());
        ComparisonResult result = comparison.run(seed -> Synthetic.workload(), ExecutionOptions.NATIVE_CPU);
        report.environment(environment.withEngine("native"));
        report.locations(comparison.history(), comparison.locations());
        report.plots(comparison.history(), comparison.locations());
        report.results(result, environment.withEngine("native"));
    }

    @Test
    void theFolderHoldsWhatItShould() throws IOException {
        Set<String> expected = new HashSet<>(Set.of(
                "run.json",
                "settings.json",
                "environment.json",
                "history.csv",
                "locations.csv",
                "results.json",
                "results.md"));
        PLOTS.forEach(p -> expected.addAll(List.of(p + ".png", p + ".svg")));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(expected, files.map(f -> f.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @Test
    void jsonReadsBack() throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode settings = json.readTree(folder.resolve("settings.json").toFile());
        assertEquals("seminorm", settings.get("norms").get(1).asText());
        assertEquals(256, settings.at("/training/batches/size").asInt());
        JsonNode environment = json.readTree(folder.resolve("environment.json").toFile());
        assertEquals("native", environment.get("engine").asText());
        assertEquals("pendulum", environment.get("commandLine").get(1).asText());
        assertTrue(environment.get("cores").asInt() > 0);
        JsonNode results = json.readTree(folder.resolve("results.json").toFile());
        assertEquals(509_108, results.get("parameters").asLong());
        JsonNode seminorm = results.get("norms").get(1);
        assertTrue(seminorm.get("backwardEvaluationsSavedPercent").get("mean").asDouble() > 10);
        assertEquals(2, seminorm.get("runs").size());
    }

    @Test
    void csvReadsBack() throws IOException {
        List<Map<String, String>> history = rows("history.csv");
        assertEquals(2 * 2 * 12, history.size());
        assertEquals(
                List.of(
                        "norm",
                        "rtol",
                        "atol",
                        "repeat",
                        "seed",
                        "epoch",
                        "batches",
                        "train_loss",
                        "validation_loss",
                        "forward_evaluations",
                        "forward_accepted",
                        "forward_rejected",
                        "backward_evaluations",
                        "backward_accepted",
                        "backward_rejected",
                        "failed_batches",
                        "seconds",
                        "train_accuracy",
                        "validation_accuracy"),
                List.copyOf(history.get(0).keySet()));
        long rejected = history.stream()
                .mapToLong(r -> Long.parseLong(r.get("backward_rejected")))
                .sum();
        long located = rows("locations.csv").stream()
                .mapToLong(r -> Long.parseLong(r.get("backward_rejected_steps")))
                .sum();
        assertEquals(rejected, located);
        rows("locations.csv").forEach(row -> assertEquals("0", row.get("unlocated_steps")));
    }

    @Test
    void stepsWhosePlaceIsNotKnownAreCounted(@TempDir Path other) throws IOException {
        ComparisonSettings settings = Synthetic.settings(1, 1, "default");
        assertTrue(
                settings.solver(settings.variants().get(0)).output().recordedSteps() > 6000,
                "speech at rtol 1e-5 takes 5,500");
        write(other, settings, Synthetic.recordingSteps(2));
        Map<String, String> epoch = rows(other, "history.csv").get(0);
        long steps = Long.parseLong(epoch.get("backward_accepted")) + Long.parseLong(epoch.get("backward_rejected"));
        long located = 2 * Long.parseLong(epoch.get("batches"));
        assertTrue(located < steps);
        List<Map<String, String>> rows = rows(other, "locations.csv");
        assertEquals(
                6 * located,
                rows.stream()
                        .mapToLong(r -> Long.parseLong(r.get("backward_evaluations")))
                        .sum());
        rows.forEach(row -> assertEquals(Long.toString(steps - located), row.get("unlocated_steps")));
        assertEquals("default", ComparisonReport.panel("default", 5500, 5500));
        assertEquals("default, without 4,476 of 5,500 steps", ComparisonReport.panel("default", 5500, 1024));
    }

    private List<Map<String, String>> rows(String name) throws IOException {
        return rows(folder, name);
    }

    private static List<Map<String, String>> rows(Path folder, String name) throws IOException {
        try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(folder.resolve(name).toFile())) {
            return rows.readAll();
        }
    }

    @Test
    void markdownHoldsTheTable() throws IOException {
        String text = Files.readString(folder.resolve("results.md"));
        assertTrue(text.contains("| Norm | Test loss |"), text);
        assertTrue(text.contains("509,108 parameters"), text);
        PLOTS.forEach(p -> assertTrue(text.contains("(" + p + ".png)"), text));
    }

    @Test
    void severalTolerancesAreRowsOfTheirOwn(@TempDir Path other) throws IOException {
        write(other, Synthetic.settings(2, 1, List.of(1e-3, 1e-5), "default", "seminorm"));
        List<String> table = Files.readString(other.resolve("results.md"))
                .lines()
                .filter(l -> l.startsWith("|"))
                .toList();
        assertTrue(table.get(0).startsWith("| Norm | rtol | atol | Test loss | Test accuracy |"), table.get(0));
        assertEquals(6, table.size());
        assertTrue(
                table.get(4).startsWith("| default | 1e-5 | 1e-5 |")
                        && table.get(4).endsWith("| - |"),
                table.get(4));
        assertTrue(
                table.get(5).startsWith("| seminorm | 1e-5 |") && table.get(5).endsWith(" % |"), table.get(5));
        JsonNode settings =
                new ObjectMapper().readTree(other.resolve("settings.json").toFile());
        assertEquals(1e-5, settings.get("rtol").get(1).asDouble());
    }

    @Test
    void pngsShowSomething() throws IOException {
        for (String plot : PLOTS) {
            BufferedImage image = ImageIO.read(folder.resolve(plot + ".png").toFile());
            assertNotNull(image, plot);
            assertEquals(1800, image.getWidth());
            Set<Integer> colours = new HashSet<>();
            for (int x = 0; x < image.getWidth(); x += 3) {
                for (int y = 0; y < image.getHeight(); y += 3) {
                    colours.add(image.getRGB(x, y));
                }
            }
            assertTrue(colours.size() > 20, plot + " has " + colours.size() + " colours");
        }
    }

    @Test
    void svgsAreXmlThatDraws() throws IOException, ParserConfigurationException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        for (String plot : PLOTS) {
            Document svg = factory.newDocumentBuilder()
                    .parse(folder.resolve(plot + ".svg").toFile());
            assertEquals("svg", svg.getDocumentElement().getTagName());
            // XChart draws letters as outlines, so that they look the same everywhere.
            int paths = svg.getElementsByTagName("path").getLength();
            assertTrue(paths > 10, plot + " has " + paths + " paths");
        }
    }

    @Test
    void plotsOfOneEpochWithoutRejectedStepsAreDrawn(@TempDir Path other) throws IOException {
        write(other, Synthetic.settings(1, 1, "seminorm"));
        assertNotNull(ImageIO.read(other.resolve("histogram-rejected-steps.png").toFile()));
    }
}
