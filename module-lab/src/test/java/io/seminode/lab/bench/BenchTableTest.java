package io.seminode.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.report.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchTableTest {
    private static final BenchCase CASE = new BenchCase("mlp", "seminorm", "backsolve", "native");
    private static final BenchResult RESULT = new BenchResult(
            "seminode",
            "2.18.0",
            "mlp",
            "seminorm",
            "dopri5",
            1e-4,
            1e-6,
            32,
            280,
            0.5,
            2.0,
            20,
            30,
            3,
            0,
            4,
            1,
            0.025,
            0.067,
            0.1,
            2,
            300L,
            "native",
            "lazy",
            "backsolve",
            "joint",
            null,
            null);

    @TempDir
    private Path folder;

    private Path peer(String... lines) throws IOException {
        return Files.write(folder.resolve("peer.jsonl"), List.of(lines));
    }

    private static String line(String norm, int batch) {
        return "{\"peer\": \"torchdiffeq\", \"problem\": \"mlp\", \"norm\": \"" + norm + "\", \"batch\": " + batch
                + ", \"forward_ms\": 10.0, \"backward_ms\": 25, \"loss\": 1}";
    }

    @Test
    void ratiosAreTheSameProblemsNormsAndSizes() throws IOException {
        BenchTable table = BenchTable.against(peer(line("default", 32), line("seminorm", 1024), line("seminorm", 32)));
        table.add(CASE, BenchResult.fromJson(RESULT.toJson()));
        String row = table.table().toMarkdown().lines().toList().get(2);
        assertEquals(
                "| mlp | 32 | seminorm | backsolve | native | 0.500 | 2.00 | 20 | 30 | 300 | 10.0 | 25.0 | 20.0 | 12.5 |",
                row);

        BenchTable other = BenchTable.against(peer(line("default", 32), line("seminorm", 16)));
        other.add(CASE, RESULT);
        assertTrue(other.table().toMarkdown().lines().toList().get(2).endsWith("| - | - | - | - |"));
    }

    @Test
    void ofSeveralMeasurementsOfAPeerTheFastestCounts() throws IOException {
        String slow = line("seminorm", 32).replace("25,", "60, \"threads\": 2,");
        String fast = line("seminorm", 32).replace("25,", "20, \"threads\": 1,");
        BenchTable table = BenchTable.against(peer(slow, fast));
        table.add(CASE, RESULT);
        assertTrue(
                table.table().toMarkdown().lines().toList().get(2).endsWith("| 10.0 | 20.0 | 20.0 | 10.0 |"),
                table.table().toMarkdown());
        Environment here = Environment.here(List.of("bench", "all"), "2.18.0", "cpu", "all", Map.of());
        String text = table.document(here, "seminode bench all", 5, null);
        assertTrue(text.contains("torchdiffeq (the fastest of: 2 threads; 1 thread), which"), text);
    }

    @Test
    void aFileOfSomethingElseIsRefusedByLine() throws IOException {
        Path file = peer(line("seminorm", 32), "{\"peer\": \"x\"}");
        CommandException refused = assertThrows(CommandException.class, () -> BenchTable.against(file));
        assertTrue(refused.getMessage().contains("line 2 of " + file), refused.getMessage());
    }

    @Test
    void theDocumentSaysWhereAndWhatWasNotMeasured() {
        BenchTable table = BenchTable.alone();
        table.add(CASE, RESULT);
        table.addFailure(new BenchCase("ncde", "default", "checkpointed", "xla"), "not done in 600 s");
        Environment here = Environment.here(List.of("bench", "all"), "2.18.0", "cpu", "all", Map.of());
        String text = table.document(here, "seminode bench all", 5, "A busy machine.");
        assertTrue(text.contains("seminode bench all\n```\n\non " + here.cpu()), text);
        assertTrue(text.contains(here.date()) && text.contains("A busy machine."), text);
        assertTrue(text.contains("- ncde, default, checkpointed, xla: not done in 600 s"), text);
        assertThrows(
                IllegalStateException.class,
                () -> table.add(new BenchCase("mlp", "default", "backsolve", "native"), RESULT));
    }

    @Test
    void everyProblemAdjointAndEngineIsMeasured() {
        List<BenchCase> cases = BenchCase.of(List.of("mlp", "ncde"));
        assertEquals(20, cases.size());
        assertEquals(20, cases.stream().distinct().count());
        assertEquals(4, BenchCase.quick().size());
        assertTrue(cases.containsAll(BenchCase.quickOf(List.of("ncde"))));
    }
}
