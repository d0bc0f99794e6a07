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
}
