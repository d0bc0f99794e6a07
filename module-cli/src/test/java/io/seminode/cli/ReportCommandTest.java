package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.grid.GridRun;
import io.seminode.cli.sweep.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    private static final Pattern REMOTE = Pattern.compile("(?:src|href)=\"(?!#|data:)[^\"]*\"|@import|<script");

    @Test
    void reportOfTrainingsHoldsAllOfThemAndNeedsNothingElse(@TempDir Path temporary) throws IOException {
        Path first = train(temporary.resolve("a"), "--norm", "seminorm", "--tensorboard", "--test-pass", "1");
        Path second = train(temporary.resolve("b"), "--norm", "default");
        assertTrue(Files.isDirectory(first.resolve("tensorboard/seminorm")));
        assertTrue(Files.readString(first.resolve("log.txt")).contains("epoch 1 of 1"));

        MainTest.Execution execution = MainTest.run("report", first.toString(), second.toString());
        assertEquals(0, execution.exitCode(), execution.err());
        String html = Files.readString(first.resolve("report.html"));
        assertTrue(html.contains("<h2>toy-cnf: seminorm</h2>") && html.contains("<h2>toy-cnf: default</h2>"));
        assertTrue(html.contains("A pass over the test part") && html.contains("<h3>Log</h3>"));
        assertTrue(html.contains("alt=\"loss\" src=\"data:image/svg+xml;base64,"), "plots are in it");
        assertTrue(html.contains("prefers-color-scheme: dark") && html.contains("@media print"));
        assertFalse(REMOTE.matcher(html).find(), "nothing is loaded");
        assertFalse(html.contains("{{"), "every place of the template is filled");
    }

    @Test
    void reportOfASweepHasItsTableAndItsRuns(@TempDir Path temporary) throws IOException {
        Files.writeString(
                temporary.resolve("grid.yaml"),
                "{problem: toy-cnf, norms: [default, seminorm], tolerances: 1e-3, seeds: [0, 1]}");
        Files.writeString(temporary.resolve("results.md"), "# Sweep\n\n| Problem |\n|---|\n| the table |\n");
        Sweep sweep = Sweep.of(temporary.resolve("grid.yaml"), temporary);
        for (GridRun run : sweep.runs().subList(0, 3)) {
            Path folder = Files.createDirectories(sweep.folder().of(run));
            Files.writeString(folder.resolve("settings.json"), "{\"norm\": \"" + run.norm() + "\"}");
        }
        MainTest.Execution execution = MainTest.run("report", temporary.toString());
        assertEquals(0, execution.exitCode(), execution.err());
        String html = Files.readString(temporary.resolve("report.html"));
        assertTrue(html.contains("<h2>Sweep in " + temporary.getFileName() + "</h2>"), html);
        assertTrue(html.contains("the table") && html.contains("norms: [default, seminorm]"), html);
        assertTrue(html.contains("<h2>toy-cnf, seminorm, rtol 1e-3, atol 1e-3, seed 0</h2>"), html);
        assertFalse(html.contains("<h2>toy-cnf, seminorm, rtol 1e-3, atol 1e-3, seed 1</h2>"), "it was not begun");
    }

    @Test
    void folderWithoutARunIsNamed(@TempDir Path temporary) {
        MainTest.Execution execution = MainTest.run("report", temporary.toString());
        assertEquals(2, execution.exitCode());
        assertTrue(execution.err().contains(temporary.toString()), execution.err());
    }

    private static Path train(Path out, String... more) {
        String[] schedule = {
            "train",
            "toy-cnf",
            "--width",
            "4",
            "--epochs",
            "1",
            "--max-batches",
            "2",
            "--engine",
            "native",
            "--examples",
            "512",
            "--out",
            out.toString()
        };
        MainTest.Execution execution = MainTest.run(
                java.util.stream.Stream.concat(java.util.Arrays.stream(schedule), java.util.Arrays.stream(more))
                        .toArray(String[]::new));
        assertEquals(0, execution.exitCode(), execution.err());
        return out;
    }
}
