package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.report.Checkpoints;
import io.seminode.models.file.Checkpoint;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
