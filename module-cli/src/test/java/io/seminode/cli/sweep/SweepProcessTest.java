package io.seminode.cli.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.sweep.spi.SweepJob;
import io.seminode.cli.sweep.spi.SweepRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SweepProcessTest {
    @Test
    void begunRunGoesOnWithTheDataWhereTheGridSaysThatTheyLie(@TempDir Path temporary) throws IOException {
        Path grid = Files.writeString(
                temporary.resolve("grid.yaml"),
                "{problem: mnist-cnf, norms: default, tolerances: 1e-3, options: {data: /now}}");
        Sweep sweep = Sweep.of(grid, temporary.resolve("out"));
        RunFolder run = RunFolder.create(sweep.folder().of(sweep.runs().get(0)));
        run.writeJson("settings.json", Map.of());
        run.writeJson("environment.json", Map.of("commandLine", List.of("train", "mnist-cnf", "--data", "/before")));
        var unused = new SweepProcess(
                sweep,
                new SweepProcess.Settings(List.of(), List.of(), 1, 1, List.of()),
                new PrintWriter(new StringWriter()),
                () -> false);
        assertEquals(
                "/now",
                run.readJson("environment.json").path("commandLine").path(3).asText());
    }

    @Test
    void resultsAreGatheredThoughTheRunnerFails(@TempDir Path temporary) throws IOException {
        Path grid = Files.writeString(
                temporary.resolve("grid.yaml"), "{problem: toy-cnf, norms: default, tolerances: 1e-3, seeds: [0, 1]}");
        RunFolder folder = RunFolder.shared(temporary.resolve("out"));
        SweepProcess process = new SweepProcess(
                Sweep.of(grid, folder.path()),
                new SweepProcess.Settings(List.of(), List.of(), 1, 1, List.of()),
                new PrintWriter(new StringWriter()),
                () -> false);
        CommandException lost = CommandException.failed("The cluster is gone.");
        SweepRunner failing = new SweepRunner() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public String description() {
                return "one task fails, then all";
            }

            @Override
            public boolean runsOn(String master) {
                return true;
            }

            @Override
            public void run(String master, SweepJob job) {
                job.ends(job.tasks().get(0), 1, "It broke.");
                throw lost;
            }
        };
        assertSame(lost, assertThrows(CommandException.class, () -> process.run(failing, "there", folder)));
        assertEquals(2, folder.readJson("results.json").get("left").size());
        String text = Files.readString(folder.path().resolve("results.md"));
        assertTrue(text.contains("seed 0: It broke. (exit code 1)") && text.contains("seed 1: not finished"), text);
    }
}
