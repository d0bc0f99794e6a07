package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.seminode.cli.process.SeminodeProcess;
import io.seminode.cli.report.Checkpoints;
import io.seminode.cli.sweep.Sweep;
import io.seminode.models.file.Checkpoint;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs in processes of their own that are killed at random moments, as by {@code kill -9}, and continued: the results are
 * bitwise those of a run that nobody killed.
 *
 * <p>{@code -Dseminode.kills=20} kills more often than the suite has time for, and sweeps and reproductions too; {@code
 * -Dseminode.engine=xla} does it on the other engine, but for a reproduction, whose engine is given.
 */
final class SurvivalTest {
    private static final String ENGINE = System.getProperty("seminode.engine", "native");
    private static final int KILLS = Integer.getInteger("seminode.kills", 2);
    /** Half the batches of a training. */
    private static final int MOST_SAVES = 20;

    private static final long SEED = Long.getLong("seminode.kills.seed", 20_261_124);
    private static final int PATIENCE_MINUTES = 20;

    /** What a run is asked to do, on the smallest schedule that has several epochs of several batches. */
    private static final List<String> SCHEDULE =
            List.of("--examples=512", "--batch-size=128", "--epochs=10", "--engine=" + ENGINE, "--checkpoint-every=0");

    /** The same schedule, twice, in two processes. */
    private static final String GRID = """
            problem: toy-cnf
            norms: [seminorm]
            seeds: [0, 1]
            options: {examples: 512, batch-size: 128, epochs: 10, engine: ENGINE, checkpoint-every: 0}
            """;

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"train", "compare", "sweep", "reproduce"})
    void aKilledRunIsContinuedToBitwiseTheSame(String command) throws IOException, InterruptedException {
        boolean isOneProcess = command.equals("train") || command.equals("compare");
        assumeTrue(isOneProcess || System.getProperty("seminode.kills") != null, "takes long: see above");
        Files.writeString(temporary.resolve(Sweep.GRID), GRID.replace("ENGINE", ENGINE));
        Path whole = temporary.resolve("whole");
        long begin = System.nanoTime();
        assertEquals(0, await(start(whole, begun(command, whole))), output(whole));
        long nanos = System.nanoTime() - begin;
        Random random = new Random(SEED + command.hashCode());
        int[] hits = new int[3];
        int left = KILLS;
        for (int i = 0; left > 0; i++) {
            Path run = temporary.resolve("killed-" + i);
            for (int kills = Math.min(left, 2 - i % 2); kills > 0; kills--) {
                Process process = start(run, words(command, run));
                if (left % 2 == 0) {
                    awaitSaves(1 + random.nextInt(MOST_SAVES), run, process);
                } else {
                    process.waitFor((long) (random.nextDouble() * nanos), TimeUnit.NANOSECONDS);
                }
                List<ProcessHandle> children = process.descendants().toList();
                process.destroyForcibly().waitFor(); // the signal of kill -9
                boolean withChildren = random.nextBoolean(); // as by a power cut; else they notice
                for (ProcessHandle child : children) {
                    if (withChildren) {
                        child.destroyForcibly();
                    }
                    child.onExit().orTimeout(PATIENCE_MINUTES, TimeUnit.MINUTES).join();
                }
                hits[phase(run)]++;
                left--;
            }
            assertEquals(0, await(start(run, words(command, run))), output(run));
            assertSameTree(whole, run);
        }
        System.out.printf(
                "%s, %s, seed %d: %d kills before the first checkpoint, %d in training, %d after it%n",
                command, ENGINE, SEED, hits[0], hits[1], hits[2]);
    }

    /**
     * Waits until the run was saved so often, and a little: the other half of the kills falls anywhere, which is mostly while
     * the process starts.
     */
    private static void awaitSaves(int saves, Path run, Process process) throws IOException, InterruptedException {
        long last = saved(run);
        for (int seen = 0; seen < saves && process.isAlive(); ) {
            Thread.sleep(1);
            long now = saved(run);
            if (now != last) {
                last = now;
                seen++;
            }
        }
    }

    /** A number that changes when a run, or one below it, is saved. */
    private static long saved(Path run) {
        return checkpoints(run.toFile()).stream().mapToLong(File::lastModified).sum();
    }

    /** Of a run and of those below it; others may write there meanwhile. */
    private static List<File> checkpoints(File folder) {
        List<File> found = new ArrayList<>();
        File[] files = folder.listFiles();
        for (File file : files == null ? new File[0] : files) {
            found.addAll(file.getName().equals(Checkpoints.FILE) ? List.of(file) : checkpoints(file));
        }
        return found;
    }

    /** How far a run is: 0 nothing saved, 1 saved, 2 done. */
    private static int phase(Path run) {
        boolean isDone = Files.exists(run.resolve("results.json")) || Files.exists(run.resolve("reproduction.md"));
        return isDone ? 2 : checkpoints(run.toFile()).isEmpty() ? 0 : 1;
    }

    private static List<String> begun(String command, Path run) {
        List<String> words = new ArrayList<>();
        switch (command) {
            case "sweep" ->
                words.addAll(List.of(command, run.resolveSibling(Sweep.GRID).toString(), "--processes=2"));
            case "reproduce" -> words.addAll(List.of(command, "fig6", "--preset=smoke"));
            default -> {
                words.addAll(List.of(command, "toy-cnf"));
                words.addAll(SCHEDULE);
            }
        }
        words.addAll(List.of("--out", run.toString()));
        return words;
    }

    /** As a user goes on: where there is no run yet, by beginning it. */
    private static List<String> words(String command, Path run) {
        String sign =
                Map.of("sweep", Sweep.GRID, "reproduce", "environment.json").getOrDefault(command, "settings.json");
        List<String> begun = begun(command, run);
        if (!Files.exists(run.resolve(sign))) {
            return begun;
        }
        return switch (command) {
            case "sweep" -> List.of(command, "--resume", run.toString(), "--processes=2");
            case "reproduce" ->
                Stream.concat(begun.stream(), Stream.of("--resume")).toList();
            default -> List.of(command, "toy-cnf", "--resume", run.toString());
        };
    }

    private static Process start(Path run, List<String> words) throws IOException {
        List<String> line = new ArrayList<>(SeminodeProcess.command());
        line.addAll(words);
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(run)))
                .start();
    }

    private static int await(Process process) throws InterruptedException {
        assertTrue(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), "a process that does not end");
        return process.exitValue();
    }

    private static File log(Path run) {
        return run.resolveSibling(run.getFileName() + ".log").toFile();
    }

    private static String output(Path run) throws IOException {
        return Files.readString(log(run).toPath());
    }

    /** The run, and those below it. */
    private static void assertSameTree(Path expected, Path found) throws IOException {
        for (File checkpoint : checkpoints(expected.toFile())) {
            Path run = checkpoint.toPath().resolveSibling("");
            assertSame(run, found.resolve(expected.relativize(run)));
        }
        assertSameFiles(expected, found);
    }

    private static void assertSame(Path expected, Path found) throws IOException {
        assertSameFiles(expected, found);
        Checkpoint last = Checkpoint.read(found.resolve(Checkpoints.FILE));
        Checkpoint.read(expected.resolve(Checkpoints.FILE))
                .tensors()
                .forEach((name, tensor) -> assertArrayEquals(
                        tensor.values(), last.tensors().get(name).values(), name));
    }

    private static void assertSameFiles(Path expected, Path found) throws IOException {
        for (String csv : List.of("history.csv", "locations.csv", "results.csv", "fig6.csv")) {
            if (Files.exists(expected.resolve(csv))) {
                assertEquals(withoutSeconds(expected.resolve(csv)), withoutSeconds(found.resolve(csv)));
            }
        }
        for (String file : List.of("model.safetensors", "reproduction.md")) {
            if (Files.exists(expected.resolve(file))) {
                assertArrayEquals(
                        Files.readAllBytes(expected.resolve(file)), Files.readAllBytes(found.resolve(file)), file);
            }
        }
        if (Files.exists(expected.resolve("results.json"))) {
            assertEquals(withoutTimes(expected), withoutTimes(found));
        }
    }

    /** A CSV file without its column of times, if it has one. */
    private static List<String> withoutSeconds(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int index = List.of(lines.get(0).split(",", -1)).indexOf("seconds");
        return lines.stream()
                .map(line -> {
                    List<String> cells = new ArrayList<>(List.of(line.split(",", -1)));
                    if (index >= 0) {
                        cells.remove(index);
                    }
                    return String.join(",", cells);
                })
                .toList();
    }

    /** The results, line by line, without times and what is computed from them. */
    private static List<String> withoutTimes(Path run) throws IOException {
        String text = Files.readString(run.resolve("results.json"));
        return text.replaceAll("(?s)\"seconds\" : (\\{[^}]*\\}|[^,}\\s]*)", "")
                .lines()
                .toList();
    }
}
