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
        MainTest.Execution execution =
                MainTest.run("bench", "all", "--quick", "--problems=mlp", "--repeats=1", "--out=" + out);
        assertEquals(0, execution.exitCode(), execution.err());
        List<String> rows = Files.readAllLines(out).stream()
                .filter(line -> line.startsWith("| mlp "))
                .toList();
        assertEquals(2, rows.size(), rows.toString());
        assertTrue(
                rows.get(1).matches("\\| mlp \\| seminorm \\| backsolve \\| native( \\| [\\d.]+){5} \\|"), rows.get(1));
        assertTrue(execution.err().contains("[2/2] mlp, seminorm, backsolve, native: "), execution.err());
    }
}
