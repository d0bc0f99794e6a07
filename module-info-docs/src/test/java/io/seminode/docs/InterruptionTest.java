package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in the middle of a training. */
class InterruptionTest {
    /** Far more epochs than anybody waits for. */
    private static final String[] TRAINING = {
        "compare",
        "pendulum",
        "--epochs=100000",
        "--batch-size=4",
        "--max-batches=1",
        "--norms=default,seminorm",
        "--engine=native"
    };

    /** In the mask of signals. */
    private static final long SIGINT = 1L << 1;

    @Test
    @DisabledOnOs(OS.WINDOWS) // which has no signal to send
    void endsBetweenBatchesAndLeavesTheRunFolderWhole(@TempDir Path folder) throws Exception {
        Path run = folder.resolve("run");
        assumeFalse(
                isInterruptIgnored(),
                "SIGINT is ignored here: Maven was started in the background by a shell without"
                        + " job control, and processes inherit it; start it in the foreground, or by setsid -f");
        String[] arguments =
                Stream.concat(Stream.of(TRAINING), Stream.of("--out=" + run)).toArray(String[]::new);
        try (CommandProcess command = CommandProcess.start(folder, arguments)) {
            Path history = run.resolve("history.csv");
            while (command.isRunning() && !Files.exists(history)) {
                Thread.sleep(50);
            }
            assertTrue(command.isRunning(), command.output());
            new ProcessBuilder("kill", "-INT", String.valueOf(command.id()))
                    .start()
                    .waitFor();
            assertEquals(130, command.await(), command.output());

            assertTrue(
                    command.output().contains("interrupted; continue with: seminode compare pendulum --resume " + run),
                    command.output());
            assertFalse(command.output().contains("SIG"), "no crash: " + command.output());
            List<String> rows = Files.readAllLines(history);
            assertTrue(rows.size() > 1, "an epoch and the header");
            int columns = rows.get(0).split(",", -1).length;
            rows.forEach(row -> assertEquals(columns, row.split(",", -1).length, row));
            assertTrue(Files.size(run.resolve("settings.json")) > 0);
            try (Stream<Path> files = Files.list(run)) {
                assertFalse(files.anyMatch(f -> f.toString().contains(".part-")), "nothing half written");
            }
        }
    }

    /** Whether this process, and so any that it starts, ignores SIGINT, as Linux tells it; false elsewhere. */
    private static boolean isInterruptIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT) != 0);
    }
}
