package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.process.SeminodeProcess;
import io.seminode.cli.report.Checkpoints;
import io.seminode.models.file.Checkpoint;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs in processes of their own that are killed at random moments, as by {@code kill -9}, and continued: the results are
 * bitwise those of a run that nobody killed.
 *
 * <p>{@code -Dseminode.kills=20} kills more often than the suite has time for, {@code -Dseminode.engine=xla} on the other engine.
 */
final class SurvivalTest {
    private static final String ENGINE = System.getProperty("seminode.engine", "native");
    private static final int KILLS = Integer.getInteger("seminode.kills", 2);
    /** Half the batches of a training. */
    private static final int MOST_SAVES = 20;

    private static final long SEED = Long.getLong("seminode.kills.seed", 20_261_124);

    /** What a run is asked to do, on the smallest schedule that has several epochs of several batches. */
    private static final List<String> SCHEDULE =
            List.of("--examples=512", "--batch-size=128", "--epochs=10", "--engine=" + ENGINE, "--checkpoint-every=0");

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"train", "compare"})
    void aKilledRunIsContinuedToBitwiseTheSame(String command) throws IOException, InterruptedException {
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
                process.destroyForcibly().waitFor(); // the signal of kill -9
                hits[phase(run)]++;
                left--;
            }
            assertEquals(0, await(start(run, words(command, run))), output(run));
            assertSame(whole, run);
        }
        System.out.printf(
                "%s: %d kills before the first checkpoint, %d in training, %d after it%n",
                command, hits[0], hits[1], hits[2]);
    }

    /**
     * Waits until the run was saved so often, and a little: the other half of the kills falls anywhere, which is mostly while
     * the process starts.
     */
    private static void awaitSaves(int saves, Path run, Process process) throws IOException, InterruptedException {
        Path checkpoint = run.resolve(Checkpoints.FILE);
        FileTime last = Files.exists(checkpoint) ? Files.getLastModifiedTime(checkpoint) : null;
        for (int seen = 0; seen < saves && process.isAlive(); ) {
            Thread.sleep(1);
            FileTime now = Files.exists(checkpoint) ? Files.getLastModifiedTime(checkpoint) : null;
            if (now != null && !now.equals(last)) {
                last = now;
                seen++;
            }
        }
    }

    /** How far a run is: 0 nothing saved, 1 saved, 2 done. */
    private static int phase(Path run) {
        return Files.exists(run.resolve("results.json")) ? 2 : Files.exists(run.resolve(Checkpoints.FILE)) ? 1 : 0;
    }

    private static List<String> begun(String command, Path run) {
        List<String> words = new ArrayList<>(List.of(command, "toy-cnf"));
        words.addAll(SCHEDULE);
        words.addAll(List.of("--out", run.toString()));
        return words;
    }

    /** As a user goes on: where there is no run yet, by beginning it. */
    private static List<String> words(String command, Path run) {
        return Files.exists(run.resolve("settings.json"))
                ? List.of(command, "toy-cnf", "--resume", run.toString())
                : begun(command, run);
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
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "a process that does not end");
        return process.exitValue();
    }

    private static File log(Path run) {
        return run.resolveSibling(run.getFileName() + ".log").toFile();
    }

    private static String output(Path run) throws IOException {
        return Files.readString(log(run).toPath());
    }

    private static void assertSame(Path expected, Path found) throws IOException {
        Map<String, String> csv = Map.of("history.csv", "seconds", "locations.csv", "none");
        for (Map.Entry<String, String> entry : csv.entrySet()) {
            if (Files.exists(expected.resolve(entry.getKey()))) {
                assertEquals(
                        without(entry.getValue(), expected.resolve(entry.getKey())),
                        without(entry.getValue(), found.resolve(entry.getKey())));
            }
        }
        if (Files.exists(expected.resolve("model.safetensors"))) {
            assertArrayEquals(
                    Files.readAllBytes(expected.resolve("model.safetensors")),
                    Files.readAllBytes(found.resolve("model.safetensors")));
        }
        Checkpoint last = Checkpoint.read(found.resolve(Checkpoints.FILE));
        Checkpoint.read(expected.resolve(Checkpoints.FILE))
                .tensors()
                .forEach((name, tensor) -> assertArrayEquals(
                        tensor.values(), last.tensors().get(name).values(), name));
        assertEquals(withoutSeconds(expected), withoutSeconds(found));
    }

    /** A CSV file without one of its columns. */
    private static List<String> without(String column, Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int index = List.of(lines.get(0).split(",", -1)).indexOf(column);
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
    private static List<String> withoutSeconds(Path run) throws IOException {
        String text = Files.readString(run.resolve("results.json"));
        return text.replaceAll("(?s)\"seconds\" : (\\{[^}]*\\}|[^,}\\s]*)", "")
                .lines()
                .toList();
    }
}
