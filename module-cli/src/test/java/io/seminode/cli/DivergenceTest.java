package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.report.Checkpoints;
import io.seminode.models.file.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A training whose first update is absurd, so that every batch after it fails. */
final class DivergenceTest {
    @ParameterizedTest
    @CsvSource({
        "stop, Training failed in batch 2 of epoch 1: ",
        "skip, every batch of the epoch failed",
        "halve-lr, The learning rate was halved 10 times already"
    })
    void namesBatchAndCauseAndKeepsTheLastGoodState(String policy, String message, @TempDir Path folder) {
        Path out = folder.resolve("run");
        MainTest.Execution failed = MainTest.run(
                "train",
                "toy-cnf",
                "--examples=1024",
                "--batch-size=128",
                "--epochs=3",
                "--engine=native",
                "--learning-rate=1e30",
                "--on-failure=" + policy,
                "--out=" + out);
        assertEquals(1, failed.exitCode(), failed.err());
        String error = failed.err().lines().reduce((a, b) -> b).orElseThrow();
        assertTrue(error.contains(message), error);
        assertTrue(policy.equals("stop") || failed.err().contains("Left out batch 2 of epoch 1: "), failed.err());
        Checkpoint.read(out.resolve(Checkpoints.FILE)).tensors().forEach((name, tensor) -> {
            for (float value : tensor.values()) {
                assertTrue(Float.isFinite(value), name);
            }
        });
        MainTest.Execution again = MainTest.run("train", "toy-cnf", "--resume", out.toString());
        assertEquals(1, again.exitCode(), "it goes on from there, to the same failure");
        assertEquals(error, again.err().lines().reduce((a, b) -> b).orElseThrow());
    }

    private static MainTest.Execution failing(String command, String policy, Path out) {
        return MainTest.run(
                command,
                "toy-cnf",
                "--examples=512",
                "--batch-size=128",
                "--epochs=2",
                "--engine=native",
                "--learning-rate=1e30",
                "--on-failure",
                policy,
                "--out=" + out);
    }

    private static String lastLine(MainTest.Execution execution) {
        return execution.err().lines().reduce((a, b) -> b).orElseThrow();
    }

    /** All batches but the first fail: the way skip ends tells that it was heeded. */
    @ParameterizedTest
    @ValueSource(strings = {"train", "compare"})
    void whatStoppedGoesOnAsTheErrorSays(String command, @TempDir Path folder) throws IOException {
        Path skipping = folder.resolve("skipping");
        String expected = lastLine(failing(command, "skip", skipping));
        Path out = folder.resolve("run");
        String stopped = lastLine(failing(command, "stop", out));
        String words = command + " toy-cnf --resume " + out + " --on-failure skip";
        assertTrue(stopped.contains("Go on in spite of it by: seminode " + words + ";"), stopped);

        MainTest.Execution resumed = MainTest.run(words.split(" "));
        assertEquals(expected, lastLine(resumed));
        assertTrue(resumed.err().contains("Going on with --on-failure skip"), resumed.err());
        assertTrue(Files.readString(out.resolve("log.txt")).contains("Going on with --on-failure skip"));
        assertTrue(Files.readString(out.resolve("settings.json")).contains("\"SKIP\""));
        String environment = Files.readString(out.resolve("environment.json"));
        assertTrue(environment.contains("\"--on-failure=skip\"") && !environment.contains("\"stop\""), environment);
        assertSame(skipping, out);

        MainTest.Execution again = MainTest.run(command, "toy-cnf", "--resume", out.toString());
        assertEquals(expected, lastLine(again), "it holds from then on");
        assertSame(skipping, out);
    }

    private static void assertSame(Path expected, Path found) {
        Checkpoint last = Checkpoint.read(found.resolve(Checkpoints.FILE));
        Checkpoint wanted = Checkpoint.read(expected.resolve(Checkpoints.FILE));
        assertEquals(wanted.tensors().keySet(), last.tensors().keySet());
        wanted.tensors()
                .forEach((name, tensor) -> assertArrayEquals(
                        tensor.values(), last.tensors().get(name).values(), name));
        String seconds = "\"seconds\":[^,}]*";
        assertEquals(wanted.progress().replaceAll(seconds, ""), last.progress().replaceAll(seconds, ""));
    }
}
