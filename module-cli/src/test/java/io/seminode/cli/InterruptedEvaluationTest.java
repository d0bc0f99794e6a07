package io.seminode.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.compare.Comparison;
import io.seminode.cli.compare.ComparisonResult;
import io.seminode.cli.compare.ComparisonSettings;
import io.seminode.cli.compare.TrainingRunner;
import io.seminode.cli.experiment.Experiment;
import io.seminode.cli.experiment.Experiments;
import io.seminode.cli.experiment.Workload;
import io.seminode.cli.progress.LineProgress;
import io.seminode.cli.report.Checkpoints;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.train.TrainRun;
import io.seminode.cli.train.TrainSettings;
import io.seminode.models.file.Checkpoint;
import io.seminode.solver.tensor.ExecutionOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The user wants to stop while a validation or the test is under way, long before the next batch to learn from. */
final class InterruptedEvaluationTest {
    private static final int BATCHES = 2;
    private static final Duration NEVER = Duration.ofDays(1);

    private final Workload workload = workload();

    private static Workload workload() {
        Experiment experiment = Experiments.all().stream()
                .filter(e -> e.name().equals("toy-cnf"))
                .findFirst()
                .orElseThrow();
        CommandSpec spec = CommandSpec.create();
        experiment
                .options()
                .forEach(o -> spec.addMixin(o.getClass().getSimpleName(), CommandSpec.forAnnotatedObject(o)));
        new CommandLine(spec).parseArgs("--examples=512");
        Workload w = experiment.prepare(experiment.presets().get(0), 0);
        return new Workload(w.model(), w.times(), w.train(), w.validation(), w.validation(), w.data());
    }

    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Stops at the given question. */
    private static final class Questions implements Runnable {
        private final int last;
        private int asked;

        Questions(int last) {
            this.last = last;
        }

        @Override
        public void run() {
            if (++asked == last) {
                throw new Stop();
            }
        }
    }

    private static TrainSettings settings() {
        return Objects.requireNonNull(TrainCommand.parsed(
                        Main.commandLine(),
                        List.of(
                                "train",
                                "toy-cnf",
                                "--batch-size=128",
                                "--max-batches=" + BATCHES,
                                "--epochs=2",
                                "--engine=native",
                                "--rtol=1e-2",
                                "--atol=1e-2")))
                .settings();
    }

    private static LineProgress progress() {
        return new LineProgress(new PrintWriter(new StringWriter()), 1);
    }

    private void train(Path folder, Runnable interruption) {
        RunFolder run = Files.exists(folder) ? RunFolder.existing(folder) : RunFolder.create(folder);
        new TrainRun(settings(), run, progress(), interruption, NEVER, "loss", 2)
                .run(workload, ExecutionOptions.NATIVE_CPU, () -> {});
    }

    /** Questions come after 2 batches, before 8 batches of validation, twice; before 8 of the test and 2 of the test pass. */
    @ParameterizedTest
    @CsvSource({"4, 1, 2", "15, 2, 2", "24, 3, 0", "30, 3, 0"})
    void trainIsContinuedToBitwiseTheSame(int question, int epoch, int batches, @TempDir Path temporary)
            throws IOException {
        Path whole = temporary.resolve("whole");
        Questions all = new Questions(0);
        train(whole, all);
        assertEquals(2 * (BATCHES + 8) + 8 + 2, all.asked);

        Path run = temporary.resolve("run");
        assertThrows(Stop.class, () -> train(run, new Questions(question)));
        String saved = Checkpoint.read(run.resolve(Checkpoints.FILE)).progress();
        assertTrue(saved.contains("\"epoch\":" + epoch + ",\"batchesDone\":" + batches), saved);
        train(run, () -> {});
        for (String file : List.of(TrainRun.MODEL, TrainRun.TEST_PASS, TrainRun.TEST_LOCATIONS)) {
            assertArrayEquals(Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(run.resolve(file)), file);
        }
        assertEquals(history(whole), history(run));
    }

    private static List<Map<String, String>> history(Path folder) {
        List<Map<String, String>> lines = RunFolder.existing(folder).readCsv("history.csv");
        lines.forEach(line -> line.remove("seconds"));
        return lines;
    }

    private ComparisonResult compare(Path folder, Runnable interruption) {
        RunFolder run = Files.exists(folder) ? RunFolder.existing(folder) : RunFolder.create(folder);
        ComparisonSettings settings = new ComparisonSettings(
                settings().run(), List.of("default", "seminorm"), List.of(1e-2), List.of(1e-2), 1);
        return new Comparison(
                        settings,
                        TrainingRunner.onTensorFlow(),
                        progress(),
                        interruption,
                        rows -> {},
                        Checkpoints.in(run, NEVER))
                .run(seed -> workload, ExecutionOptions.NATIVE_CPU);
    }

    @ParameterizedTest
    @CsvSource({"4, 1, 2", "24, 3, 0"})
    void compareIsContinuedToTheSameNumbers(int question, int epoch, int batches, @TempDir Path temporary) {
        ComparisonResult whole = compare(temporary.resolve("whole"), () -> {});
        Path run = temporary.resolve("run");
        assertThrows(Stop.class, () -> compare(run, new Questions(question)));
        String saved = Checkpoint.read(run.resolve(Checkpoints.FILE)).progress();
        assertTrue(saved.contains("\"epoch\":" + epoch + ",\"batchesDone\":" + batches), saved);
        ComparisonResult resumed = compare(run, () -> {});
        for (int i = 0; i < 2; i++) {
            assertEquals(whole.norms().get(i).testLoss(), resumed.norms().get(i).testLoss());
            assertEquals(
                    whole.norms().get(i).backwardEvaluations(),
                    resumed.norms().get(i).backwardEvaluations());
        }
    }
}
