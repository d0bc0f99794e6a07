package io.seminode.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.lab.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The smallest table, measured in processes of its own. */
final class BenchAllTest {
    @Test
    void measuresAndWrites(@TempDir Path folder) throws IOException {
        Path out = folder.resolve("docs/B.md");
        Execution execution = Execution.of(
                "bench", "all", "--quick", "--problems=mlp", "--batch=mlp=16", "--repeats=1", "--out=" + out);
        assertEquals(0, execution.exitCode(), execution.err());
        assertEquals(List.of(out), files(out.getParent()), "nothing unfinished is left");
        List<String> rows = Files.readAllLines(out).stream()
                .filter(line -> line.startsWith("| mlp "))
                .toList();
        assertEquals(2, rows.size(), rows.toString());
        assertTrue(
                rows.get(1).matches("\\| mlp \\| 16 \\| seminorm \\| backsolve \\| native( \\| [\\d.]+){5} \\|"),
                rows.get(1));
        assertTrue(execution.err().contains("[2/2] mlp, seminorm, backsolve, native: "), execution.err());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenIsRefusedBeforeAnythingIsMeasured(@TempDir Path folder) throws IOException {
        for (Path out :
                List.of(folder, Files.writeString(folder.resolve("file"), "x").resolve("B.md"))) {
            Execution execution = Execution.of("bench", "all", "--problems=mlp", "--out=" + out);
            assertEquals(1, execution.exitCode(), execution.err());
            assertTrue(execution.err().contains("Can't write " + out), execution.err());
            assertFalse(execution.err().contains("[1/"), execution.err());
        }
    }

    @Test
    void whatWasNotMeasuredIsNamedAndThePartKept(@TempDir Path folder) throws IOException {
        Path out = folder.resolve("B.md");
        Execution execution = Execution.of(
                "bench", "all", "--quick", "--problems=symoden", "--repeats=1", "--time-limit=1", "--out=" + out);
        assertEquals(1, execution.exitCode(), execution.err());
        Path part = folder.resolve("B.md.unfinished");
        assertTrue(execution.err().contains(part.toString()), execution.err());
        assertEquals(List.of(part), files(folder));
        String text = Files.readString(part);
        assertTrue(text.contains("Unfinished: 2 of 2 measurements."), text);
        assertTrue(text.contains("- symoden, default, backsolve, native: not done in 1 s"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "adjoints"})
    void aBatchOfNoProblemIsRefused(String what) {
        Execution execution = Execution.of("bench", what, "--batch=mnist=16");
        assertEquals(2, execution.exitCode());
        assertTrue(execution.err().contains("mnist=16") && execution.err().contains("ncde"), execution.err());
    }

    @Test
    void adjointsAreATableInMarkdown() {
        Execution execution =
                Execution.of("bench", "adjoints", "--problems=mlp", "--batch=mlp=2", "--repeats=1", "--markdown");
        assertEquals(0, execution.exitCode(), execution.err());
        List<String> rows = execution
                .out()
                .lines()
                .filter(line -> line.startsWith("| mlp, batch 2 | "))
                .toList();
        assertEquals(4, rows.size(), execution.out() + execution.err());
        assertTrue(
                rows.get(3).matches("\\| mlp, batch 2 \\| backsolve, faithful( \\| [\\d.]+){4} \\| \\de-\\d+ \\|"),
                rows.get(3));
    }

    @Test
    void ownStepsAreRefusedWhereAProblemMixesItsSamples() {
        Execution execution =
                Execution.of("bench", "cnf2d", "--batch=2", "--adjoint=checkpointed", "--batching=per-sample");
        assertEquals(2, execution.exitCode(), execution.err());
        assertTrue(execution.err().contains("Take joint steps"), execution.err());
    }
}
