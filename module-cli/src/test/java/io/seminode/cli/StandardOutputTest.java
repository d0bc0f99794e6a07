package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.seminode.cli.process.SeminodeProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes whose standard output takes nothing. */
final class StandardOutputTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    private Path temporary;

    @BeforeEach
    void requireAShell() {
        assumeTrue(Files.exists(FULL) && Files.exists(Path.of("/bin/sh")), "no /dev/full here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"list norms", "list data", "--help", "--version", "completion", "train --help", "data info mnist"
            })
    void aFullDiskIsAFailureOfEveryCommand(String command) throws IOException {
        StringWriter err = new StringWriter();
        try (OutputStream full = Files.newOutputStream(FULL)) {
            StandardOutput out = new StandardOutput(full, FULL);
            PrintWriter errors = new PrintWriter(err);
            assertEquals(1, out.exitCode(Main.run(command.split(" ", -1), out.writer(), errors), errors), command);
        }
        assertTrue(err.toString().startsWith("seminode: Can't write to standard output ("), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void aFullDiskIsAFailureOfTheProcess() throws IOException, InterruptedException {
        MainTest.Execution execution = shell("\"$@\" list norms >" + FULL);
        assertEquals(1, execution.exitCode(), execution.err());
        assertTrue(execution.err().startsWith("seminode: Can't write to standard output ("), execution.err());
        assertEquals(1, execution.err().lines().count(), execution.err());
    }

    @Test
    void aClosedPipeIsNone() throws IOException, InterruptedException {
        MainTest.Execution execution = shell("(\"$@\" list norms; echo $? >code) | true; cat code");
        assertEquals("0\n", execution.out());
        assertEquals("", execution.err());
    }

    private MainTest.Execution shell(String line) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", line, "sh"));
        words.addAll(SeminodeProcess.command());
        Path out = temporary.resolve("out");
        Path err = temporary.resolve("err");
        Process process = new ProcessBuilder(words)
                .directory(temporary.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
        } finally {
            process.destroy();
        }
        return new MainTest.Execution(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
