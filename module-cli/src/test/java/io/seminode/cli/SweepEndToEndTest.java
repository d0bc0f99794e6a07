package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seminode.cli.process.SeminodeProcess;
import io.seminode.cli.sweep.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep of the smallest trainings, in processes of their own. */
final class SweepEndToEndTest {
    private static final String GRID = """
            - problem: toy-cnf
              norms: seminorm
              tolerances: [1e-3]
              options: {examples: 256, batch-size: 128, epochs: 1, engine: native}
            - problem: toy-cnf
              norms: [default]
              tolerances: {rtol: 1e-3, atol: 1e-3}
              seeds: [3]
              options: {examples: 256, batch-size: 128, epochs: 1, engine: native, learning-rate: RATE}
            """;

    @TempDir
    private Path temporary;

    private MainTest.Execution sweep(String... words) {
        return MainTest.run(
                java.util.stream.Stream.concat(java.util.stream.Stream.of("sweep"), java.util.stream.Stream.of(words))
                        .toArray(String[]::new));
    }

    @Test
    void oneFailsTheOtherIsKeptAndWhatIsLeftIsDoneLater() throws IOException {
        Path grid = temporary.resolve("grid.yaml");
        Path out = temporary.resolve("out");
        Files.writeString(grid, GRID.replace("RATE", "1e30"));
        MainTest.Execution planned = sweep(grid.toString(), "--plan");
        assertEquals(
                2, planned.out().lines().filter(l -> l.endsWith(": missing")).count(), planned.out());
        assertFalse(Files.exists(out));

        MainTest.Execution failed = sweep(grid.toString(), "--out=" + out, "--processes=2");
        assertEquals(1, failed.exitCode(), failed.err());
        assertTrue(failed.err().contains("1 of 2 runs failed"), failed.err());
        assertTrue(failed.out().contains("seminorm"), failed.out());
        JsonNode results =
                new ObjectMapper().readTree(out.resolve("results.json").toFile());
        assertEquals(1, results.get("runs").size());
        String cause = results.get("left").elements().next().asText();
        assertTrue(cause.contains("batch 2 of epoch 1"), cause);
        assertTrue(Files.readString(out.resolve("results.md")).contains(cause));
        assertEquals(2, Files.readAllLines(out.resolve("results.csv")).size());

        MainTest.Execution again = sweep("--resume=" + out);
        assertEquals(1, again.exitCode());
        assertTrue(again.err().contains("2 runs, 1 of them to do"), again.err());
        assertTrue(again.err().contains("seed 3: continues"), again.err());

        Files.writeString(
                grid, GRID.replace("RATE", "1e-3")); // another run: the one that failed is no longer asked for
        MainTest.Execution mended = sweep(grid.toString(), "--out=" + out);
        assertEquals(0, mended.exitCode(), mended.err());
        assertTrue(mended.err().contains("2 runs, 1 of them to do"), mended.err());
        assertEquals(3, Files.readAllLines(out.resolve("results.csv")).size());
    }

    @Test
    void runsAreDescribedByTheOptionsThatDiffer() throws IOException {
        Path grid = Files.writeString(temporary.resolve("grid.yaml"), """
                - {problem: toy-cnf, norms: [default, linf], seeds: [1, 2], options: {width: 8, examples: 512}}
                - {problem: toy-cnf, norms: [default], options: {width: 9, examples: 512}}
                - {problem: pendulum, norms: [default], options: {epochs: 1}}
                """);
        Sweep sweep = Sweep.of(grid, temporary);
        assertEquals(
                List.of(
                        "toy-cnf, width 8, default, rtol 1e-4, atol 1e-4, seed 1",
                        "toy-cnf, width 8, linf, rtol 1e-4, atol 1e-4, seed 1",
                        "toy-cnf, width 8, default, rtol 1e-4, atol 1e-4, seed 2",
                        "toy-cnf, width 8, linf, rtol 1e-4, atol 1e-4, seed 2",
                        "toy-cnf, width 9, default, rtol 1e-4, atol 1e-4, seed 0",
                        "pendulum, default, rtol 1e-4, atol 1e-4, seed 0"),
                sweep.runs().stream().map(sweep::describe).toList());
        assertEquals(4, sweep.kinds().size(), "but for seed and tolerance");
        assertEquals(3, sweep.structures().size(), "but for numbers too");
    }

    /** As by {@code kill -9}: nobody tells the training, it has to notice. */
    @Test
    void aTrainingEndsSavedWhenTheSweepIsKilled() throws IOException, InterruptedException {
        Path grid = Files.writeString(temporary.resolve("grid.yaml"), """
                problem: toy-cnf
                norms: [seminorm]
                options: {examples: 256, batch-size: 128, width: 4, epochs: 100000, engine: native}
                """);
        Path out = temporary.resolve("out");
        List<String> line = new ArrayList<>(SeminodeProcess.command());
        line.addAll(List.of("sweep", grid.toString(), "--out", out.toString()));
        Process sweep = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("log").toFile())
                .start();
        Path run = out.resolve(Sweep.of(grid, out).runs().get(0).folder());
        while (sweep.isAlive() && !Files.exists(run.resolve("history.csv"))) {
            Thread.sleep(50);
        }
        List<ProcessHandle> trainings = sweep.descendants().toList();
        assertEquals(1, trainings.size(), Files.readString(temporary.resolve("log")));
        sweep.destroyForcibly().waitFor();
        trainings.get(0).onExit().orTimeout(60, TimeUnit.SECONDS).join();
        assertTrue(Files.exists(run.resolve("checkpoint.safetensors")), "it saved itself");
    }

    @Test
    void whatMakesNoSenseIsSaidBeforeAnythingIsDone() throws IOException {
        for (List<String> wrong : List.of(
                List.of("problem: none\nnorms: [default]", "one of pendulum"),
                List.of("problem: pendulum", "no \"norms\""),
                List.of("problem: pendulum\nnorms: [default]\nseed: 1", "the field \"seed\""),
                List.of("problem: pendulum\nnorms: [nonesuch]", "nonesuch"),
                List.of("problem: pendulum\nnorms: [default, default]", "twice"),
                List.of("problem: pendulum\nnorms: [default]\ntolerances: [tight]", "the tolerance \"tight\""),
                List.of("problem: pendulum\nnorms: [default]\nseeds: [0.5]", "the seed \"0.5\""),
                List.of("problem: pendulum\nnorms: [default]\noptions: {epochz: 1}", "epochz"),
                List.of("problem: pendulum\nnorms: [default]\nnorms: [seminorm]", "Duplicate field 'norms', in line 3"),
                List.of(
                        "problem: pendulum\nnorms: [default]\noptions: {epochs: 1, epochs: 2}",
                        "Duplicate field 'epochs'"),
                List.of("", "is empty, expected a grid"),
                List.of(
                        "problem: pendulum\nnorms: [default]\nseeds: "
                                + java.util.stream.LongStream.range(0, 100_001)
                                        .boxed()
                                        .toList(),
                        "Found 100,001 runs in "),
                List.of("problem: [", "is no YAML"))) {
            Path grid = Files.writeString(temporary.resolve("wrong.yaml"), wrong.get(0));
            MainTest.Execution refused = sweep(grid.toString(), "--out=" + temporary.resolve("none"));
            assertEquals(2, refused.exitCode(), refused.err());
            assertTrue(refused.err().contains(wrong.get(1)), refused.err());
            assertEquals(1, refused.err().lines().count(), refused.err());
        }
        Path grid = Files.writeString(temporary.resolve("grid.yaml"), GRID.replace("RATE", "1e-3"));
        MainTest.Execution nowhere = sweep(grid.toString(), "--master=spark://none:7077");
        assertEquals(1, nowhere.exitCode());
        assertTrue(nowhere.err().contains("put seminode-spark's jar into plugins/"), nowhere.err());
        assertEquals(2, sweep().exitCode());
    }
}
