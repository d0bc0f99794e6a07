package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smallest table, measured in processes of its own. */
final class BenchAllTest {
    @Test
    void measuresAndWrites(@TempDir Path folder) throws IOException {
        Path out = folder.resolve("docs/B.md");
        MainTest.Execution execution = MainTest.run(
                "bench", "all", "--quick", "--problems=mlp", "--batch=mlp=16", "--repeats=1", "--out=" + out);
        assertEquals(0, execution.exitCode(), execution.err());
        List<String> rows = Files.readAllLines(out).stream()
                .filter(line -> line.startsWith("| mlp "))
                .toList();
        assertEquals(2, rows.size(), rows.toString());
        assertTrue(
                rows.get(1).matches("\\| mlp \\| 16 \\| seminorm \\| backsolve \\| native( \\| [\\d.]+){5} \\|"),
                rows.get(1));
        assertTrue(execution.err().contains("[2/2] mlp, seminorm, backsolve, native: "), execution.err());
    }

    @Test
    void aBatchOfNoProblemIsRefused() {
        MainTest.Execution execution = MainTest.run("bench", "all", "--batch=mnist=16");
        assertEquals(2, execution.exitCode());
        assertTrue(execution.err().contains("mnist=16") && execution.err().contains("ncde"), execution.err());
    }

    @Test
    void adjointsAreATableInMarkdown() {
        MainTest.Execution execution =
                MainTest.run("bench", "adjoints", "--problems=mlp", "--batch=mlp=2", "--repeats=1", "--markdown");
        assertEquals(0, execution.exitCode(), execution.err());
        List<String> rows = execution
                .out()
                .lines()
                .filter(line -> line.startsWith("| mlp, batch 2 | "))
                .toList();
        assertEquals(5, rows.size(), execution.out() + execution.err());
        assertTrue(
                rows.get(4).matches("\\| mlp, batch 2 \\| backsolve, faithful( \\| [\\d.]+){4} \\| \\de-\\d+ \\|"),
                rows.get(4));
    }

    @Test
    void ownStepsAreRefusedWhereAProblemMixesItsSamples() {
        MainTest.Execution execution =
                MainTest.run("bench", "cnf2d", "--batch=2", "--adjoint=checkpointed", "--batching=per-sample");
        assertEquals(2, execution.exitCode(), execution.err());
        assertTrue(execution.err().contains("Take joint steps"), execution.err());
    }
}
