package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seminode.cli.process.SeminodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproduceEndToEndTest {
    @Test
    void trainsWhatIsMissingAndUsesWhatIsThere(@TempDir Path temporary) throws IOException {
        Path out = temporary.resolve("paper");
        MainTest.Execution first = reproduce(out, "fig6");
        assertEquals(0, first.exitCode(), first.err());
        assertTrue(first.err().contains("Training 4 of 4: toy-cnf, seminorm"), first.err());
        assertTrue(first.out().contains("## Figure 6"), first.out());
        assertTrue(Files.size(out.resolve("fig6.png")) > 1000);
        List<Path> results = results(out);
        assertEquals(4, results.size());

        MainTest.Execution again = reproduce(out, "fig6");
        assertEquals(2, again.exitCode(), "a folder with results is not written to unasked");

        Path lost = results.get(0).getParent();
        delete(lost);
        List<FileTime> times = times(results.subList(1, 4));
        Files.writeString(lost, "in the way");
        MainTest.Execution failed = reproduce(out, "fig6", "--resume");
        assertEquals(1, failed.exitCode(), failed.err());
        assertTrue(failed.err().contains("1 of 4 trainings failed"), failed.err());
        assertTrue(failed.err().contains(", in " + lost + ": Found that "), failed.err());
        assertTrue(failed.err().contains("go on with: seminode reproduce fig6"), failed.err());
        String document = Files.readString(out.resolve("reproduction.md"));
        assertTrue(document.contains("**: left out; not done: default with seed 0.\n"), document);

        Files.delete(lost);
        MainTest.Execution resumed = reproduce(out, "fig6", "--resume");
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertTrue(resumed.err().contains("1 of 4 trainings to do"), resumed.err());
        assertEquals(results, results(out));
        assertEquals(times, times(results.subList(1, 4)), "what was done is left alone");
    }

    @Test
    void table3CountsStepsOverATestPass(@TempDir Path temporary) throws IOException {
        Path out = temporary.resolve("paper");
        MainTest.Execution execution = reproduce(out, "table3");
        assertEquals(0, execution.exitCode(), execution.err());
        JsonNode table = new ObjectMapper().readTree(out.resolve("table3.json").toFile());
        assertEquals(3, table.path("rows").size());
        assertEquals("default", table.path("rows").path(0).path("norm").asText());
        assertTrue(table.path("rows").path(0).path("savedPercentMean").isNull());
        assertTrue(table.path("rows").path(2).path("savedPercentMean").asDouble() > 30);
        assertTrue(Files.readString(out.resolve("table3.md")).contains("In the paper"));
        assertEquals(4, Files.readAllLines(out.resolve("table3.csv")).size(), "a header, and a line for each norm");

        Path folder = results(out).get(0).getParent();
        JsonNode pass =
                new ObjectMapper().readTree(folder.resolve("test-pass.json").toFile());
        long steps = pass.path("accepted").asLong() + pass.path("rejected").asLong();
        assertEquals(steps, pass.path("located").asLong());
        long evaluations = Files.readAllLines(folder.resolve("test-locations.csv")).stream()
                .skip(1)
                .mapToLong(line -> Long.parseLong(line.split(",", -1)[2]))
                .sum();
        assertEquals(6 * steps, evaluations, "every step's evaluations are located");
        assertEquals(1, pass.path("batches").asInt());
        assertEquals(10, pass.path("publishedAccepted").asInt(), "14 steps as the paper's code reads them");
        assertEquals(6, pass.path("publishedRejected").asInt());
    }

    @Test
    void whatWasStoppedIsContinuedToTheSame(@TempDir Path temporary) throws IOException, InterruptedException {
        Path whole = temporary.resolve("whole");
        MainTest.Execution execution = reproduce(whole, "fig6");
        assertEquals(0, execution.exitCode(), execution.err());

        Path stopped = temporary.resolve("stopped");
        Process interrupted = start(stopped);
        awaitLine(stopped, "Training 2 of 4");
        interrupted.destroy(); // as Ctrl-C does
        assertTrue(interrupted.waitFor(1, TimeUnit.MINUTES));
        assertEquals(130, interrupted.exitValue(), log(stopped));
        assertTrue(log(stopped).contains("--resume"), log(stopped));

        Files.delete(logFile(stopped));
        Process killed = start(stopped, "--resume");
        awaitLine(stopped, "Training 2 of ");
        killed.destroyForcibly().waitFor(); // the signal of kill -9
        assertTrue(results(stopped).size() < 4, "killed in the middle");

        MainTest.Execution resumed = reproduce(stopped, "fig6", "--resume");
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertEquals(-1, Files.mismatch(whole.resolve("fig6.csv"), stopped.resolve("fig6.csv")));
        assertEquals(-1, Files.mismatch(whole.resolve("reproduction.md"), stopped.resolve("reproduction.md")));
        List<Path> expected = results(whole);
        assertEquals(4, expected.size());
        for (Path results : expected) {
            Path model = whole.relativize(results).resolveSibling("model.safetensors");
            assertEquals(-1, Files.mismatch(whole.resolve(model), stopped.resolve(model)), model.toString());
        }
    }

    @Test
    void missingDataLeaveNothingBehind(@TempDir Path temporary) {
        Path out = temporary.resolve("paper");
        for (int i = 0; i < 2; i++) {
            MainTest.Execution execution = reproduce(out, "table1", "--data", "speech-commands=" + out);
            assertEquals(1, execution.exitCode());
            assertTrue(execution.err().contains(out + ": no such file or folder"), execution.err());
            assertFalse(Files.exists(out));
        }
        Path images = temporary.resolve("images");
        MainTest.Execution train =
                MainTest.run("train", "mnist-cnf", "--data", images.toString(), "--out", out.toString());
        assertEquals(1, train.exitCode());
        assertTrue(train.err().contains(images.toString()), train.err());
        assertFalse(Files.exists(out));
    }

    @Test
    void planTrainsNothing(@TempDir Path temporary) {
        Path out = temporary.resolve("paper");
        MainTest.Execution plan = MainTest.run("reproduce", "all", "--plan", "--out", out.toString());
        assertEquals(0, plan.exitCode(), plan.err());
        assertFalse(Files.exists(out));
        assertTrue(plan.out().contains("on two cores."), "every training's time was recorded: " + plan.out());
        assertTrue(minutes(plan.out()) < 60, plan.out());
    }

    @Test
    void unknownTargetsAndDataSetsAreNamed() {
        MainTest.Execution target = MainTest.run("reproduce", "table5");
        assertEquals(2, target.exitCode());
        assertTrue(target.err().contains("table5") && target.err().contains("fig6"), target.err());
        MainTest.Execution data = MainTest.run("reproduce", "table1", "--plan", "--data", "svhn=/x");
        assertEquals(2, data.exitCode());
        assertTrue(data.err().contains("svhn") && data.err().contains("cifar-10"), data.err());
    }

    /** In a process of its own. */
    private static Process start(Path out, String... more) throws IOException {
        List<String> line = new ArrayList<>(SeminodeProcess.command());
        line.addAll(List.of("reproduce", "fig6", "--preset", "smoke", "--out", out.toString()));
        line.addAll(List.of(more));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(logFile(out).toFile())
                .start();
    }

    private static void awaitLine(Path out, String begin) throws IOException, InterruptedException {
        for (int i = 0; i < 600 && !log(out).contains(begin); i++) {
            Thread.sleep(100);
        }
        assertTrue(log(out).contains(begin), log(out));
    }

    private static Path logFile(Path out) {
        return out.resolveSibling(out.getFileName() + ".log");
    }

    private static String log(Path out) throws IOException {
        return Files.readString(logFile(out));
    }

    private static MainTest.Execution reproduce(Path out, String target, String... more) {
        return MainTest.run(Stream.concat(
                        Stream.of("reproduce", target, "--preset", "smoke", "--out", out.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private static List<Path> results(Path out) throws IOException {
        try (Stream<Path> files = Files.walk(out.resolve("runs"))) {
            return files.filter(f -> f.endsWith("results.json")).sorted().toList();
        }
    }

    private static List<FileTime> times(List<Path> files) throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (Path file : files) {
            times.add(Files.getLastModifiedTime(file));
        }
        return times;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** The minutes of "they should take 38 min 10 s". */
    private static int minutes(String plan) {
        String text = plan.substring(plan.indexOf("they should take "));
        assertFalse(text.substring(0, text.indexOf(" on ")).contains(" h "), text);
        return Integer.parseInt(text.split(" ", -1)[3]);
    }
}
