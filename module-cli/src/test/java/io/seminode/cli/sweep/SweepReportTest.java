package io.seminode.cli.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seminode.cli.compare.RunResult;
import io.seminode.cli.grid.GridRun;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.train.TrainResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gathers results that no training made. */
final class SweepReportTest {
    @TempDir
    private Path temporary;

    private Sweep sweep(String grid) throws IOException {
        Path file = Files.writeString(temporary.resolve("grid.yaml"), grid);
        return Sweep.of(file, temporary.resolve("out"));
    }

    private static void finish(Sweep sweep, GridRun run, double loss) throws IOException {
        RunFolder folder =
                RunFolder.create(Files.createDirectories(sweep.folder().of(run)));
        folder.writeText("settings.json", "{}");
        RunResult numbers =
                new RunResult(run.norm(), 1e-3, 1e-3, 0, run.seed(), loss, Map.of("accuracy", 0.5), 10, 20, 3, 1, 1.5);
        folder.writeJson("results.json", new TrainResult(run.problem(), 100, 1, numbers));
    }

    @Test
    void modelsThatDifferInOptionsAreNotRepeatsOfOneAnother() throws IOException {
        Sweep sweep = sweep("""
                - {problem: toy-cnf, norms: default, seeds: [0, 1], options: {width: 8, epochs: 1}}
                - {problem: toy-cnf, norms: default, seeds: [0, 1], options: {width: 64, epochs: 1, data: /elsewhere}}
                - {problem: toy-cnf, norms: default, seeds: [2], options: {epochs: 1}}
                - {problem: pendulum, norms: default, seeds: [0], options: {epochs: 2}}
                """);
        for (GridRun run : sweep.runs()) {
            finish(sweep, run, Double.parseDouble(run.options().getOrDefault("width", "1")) + run.seed());
        }
        RunFolder folder = RunFolder.shared(temporary.resolve("out"));
        String table = new SweepReport(sweep, folder).write(Map.of()).toText();

        JsonNode summary = folder.readJson("results.json").get("summary");
        assertEquals(
                List.of("toy-cnf width 8 2 8.5", "toy-cnf width 64 2 64.5", "toy-cnf  1 3.0", "pendulum  1 1.0"),
                texts(summary));
        assertEquals(
                List.of("width 8", "width 8", "width 64", "width 64", "", ""),
                folder.readCsv("results.csv").stream()
                        .map(line -> line.get("options"))
                        .toList());
        assertTrue(table.contains("Options") && table.contains("width 64"), table);
        assertTrue(Files.readString(folder.path().resolve("results.md")).contains("| width 8 |"));
    }

    private static List<String> texts(JsonNode summary) {
        List<String> texts = new ArrayList<>();
        summary.forEach(s -> texts.add(s.get("problem").asText() + " "
                + s.get("options").asText() + " " + s.get("runs").asText() + " "
                + s.get("testLoss").get("mean").asText()));
        return texts;
    }

    @Test
    void runsThatAreNotFinishedAreNamedApart() throws IOException {
        Sweep sweep = sweep("""
                - {problem: toy-cnf, norms: default, tolerances: 1e-3, options: {width: 8, dim: 2}}
                - {problem: toy-cnf, norms: default, tolerances: 1e-3, options: {width: 64, dim: 2}}
                """);
        RunFolder folder = RunFolder.shared(temporary.resolve("out"));
        new SweepReport(sweep, folder).write(Map.of(sweep.runs().get(1).folder(), "broken"));
        JsonNode left = folder.readJson("results.json").get("left");
        assertEquals(2, left.size(), left.toString());
        assertEquals(
                "not finished",
                left.get("toy-cnf, width 8, default, rtol 1e-3, atol 1e-3, seed 0")
                        .asText());
        assertEquals(
                "broken",
                left.get("toy-cnf, width 64, default, rtol 1e-3, atol 1e-3, seed 0")
                        .asText());
    }

    @Test
    void optionsThatAllHaveAreNotTold() throws IOException {
        Sweep sweep = sweep("{problem: toy-cnf, norms: [default, seminorm], tolerances: 1e-3, options: {width: 8}}");
        finish(sweep, sweep.runs().get(0), 1);
        assertEquals(
                "toy-cnf, default, rtol 1e-3, atol 1e-3, seed 0",
                sweep.describe(sweep.runs().get(0)));
        String table = new SweepReport(sweep, RunFolder.shared(temporary.resolve("out")))
                .write(Map.of())
                .toText();
        assertFalse(table.contains("Options"), table);
    }
}
