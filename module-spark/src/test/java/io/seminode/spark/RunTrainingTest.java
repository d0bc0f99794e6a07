package io.seminode.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that are shell scripts, without Spark around them. */
class RunTrainingTest {
    private static final SparkTask TASK =
            new SparkTask("toy-cnf/seminorm", List.of("--out"), Map.of("tensorboard/first", new byte[] {1}));

    @TempDir
    private Path temporary;

    @Test
    void foldersComeBackAndNothingStays() throws IOException, InterruptedException {
        Path script = Files.writeString(
                temporary.resolve("script"),
                "printf 'd\\377ne\\n'; echo more > $2/tensorboard/second; echo $2"); // the first is no UTF-8
        SparkOutcome outcome = new RunTraining(List.of("/bin/sh", script.toString())).call(TASK);
        assertEquals(0, outcome.exitCode(), outcome.log());
        assertEquals("more\n", new String(outcome.files().get("tensorboard/second"), StandardCharsets.UTF_8));
        assertTrue(outcome.files().containsKey("tensorboard/first"));
        assertFalse(Files.exists(Path.of(outcome.lastLine()).resolveSibling("")), outcome.log());
    }

    @Test
    void aTrainingEndsWithTheProcessThatStartedIt() throws IOException, InterruptedException {
        Path started = temporary.resolve("started");
        Path script = Files.writeString(
                temporary.resolve("script"),
                "echo $$ > '" + started + ".part'; mv '" + started + ".part' '" + started + "'; exec sleep 600");
        Path folders = Files.createDirectory(temporary.resolve("folders"));
        Path log = temporary.resolve("log");
        Process executor = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + folders,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Executor.class.getName(),
                        script.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            while (!Files.exists(started)) {
                assertTrue(executor.isAlive(), Files.readString(log));
                Thread.sleep(20);
            }
            long training = Long.parseLong(Files.readString(started).strip());
            assertTrue(isAlive(training));
            executor.destroy(); // as Spark does
            executor.waitFor();
            assertFalse(isAlive(training), Files.readString(log));
            try (Stream<Path> left = Files.list(folders)) {
                assertEquals(List.of(), left.toList());
            }
        } finally {
            executor.destroyForcibly();
        }
    }

    private static boolean isAlive(long process) {
        return ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
    }

    /** What an executor of Spark's does, in a process of its own. */
    static final class Executor {
        private Executor() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            SparkOutcome outcome = new RunTraining(List.of("/bin/sh", args[0])).call(TASK);
            throw new AssertionError("It ended with " + outcome.exitCode() + " before it was stopped.");
        }
    }
}
