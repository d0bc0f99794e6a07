package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run is complete when {@code results.json} is there: whatever else it leaves was written before. */
final class CompletionTest {
    private static final String RESULTS = "results.json";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train model.safetensors loss.png loss.svg model.tribuo",
                "compare locations.csv histogram-rejected-steps.svg results.md"
            })
    void nothingIsWrittenAfterTheResults(String commandAndFiles, @TempDir Path folder) throws IOException {
        List<String> words = List.of(commandAndFiles.split(" "));
        String command = words.get(0);
        Path run = folder.resolve("run");
        MainTest.Execution begun = MainTest.run(
                command,
                "toy-cnf",
                "--examples=256",
                "--batch-size=128",
                "--epochs=1",
                "--engine=native",
                "--out=" + run);
        assertEquals(0, begun.exitCode(), begun.err());
        for (String name : words.subList(1, words.size())) {
            Files.delete(run.resolve(RESULTS)); // as if it had never ended
            Files.delete(run.resolve(name));
            Files.createDirectory(run.resolve(name)); // so that the file can't get its name
            MainTest.Execution failed = MainTest.run(command, "toy-cnf", "--resume=" + run);
            assertEquals(1, failed.exitCode(), name + ": " + failed.err());
            assertTrue(failed.err().contains("Can't write " + run.resolve(name)), failed.err());
            assertTrue(failed.err().contains("--resume " + run), failed.err());
            assertFalse(Files.exists(run.resolve(RESULTS)), "not complete without " + name);

            Files.delete(run.resolve(name));
            MainTest.Execution resumed = MainTest.run(command, "toy-cnf", "--resume=" + run);
            assertEquals(0, resumed.exitCode(), name + ": " + resumed.err());
            assertTrue(Files.isRegularFile(run.resolve(name)), name);
            assertTrue(Files.isRegularFile(run.resolve(RESULTS)), "complete with " + name);
        }
    }
}
