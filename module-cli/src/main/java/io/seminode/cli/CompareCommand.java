package io.seminode.cli;

import io.seminode.cli.compare.Comparison;
import io.seminode.cli.compare.ComparisonReport;
import io.seminode.cli.compare.ComparisonResult;
import io.seminode.cli.compare.ComparisonSettings;
import io.seminode.cli.compare.TrainingRunner;
import io.seminode.cli.experiment.Experiment;
import io.seminode.cli.experiment.Preset;
import io.seminode.cli.experiment.Workload;
import io.seminode.cli.progress.BarProgress;
import io.seminode.cli.progress.Interruption;
import io.seminode.cli.progress.LineProgress;
import io.seminode.cli.progress.Progress;
import io.seminode.cli.progress.Terminals;
import io.seminode.cli.report.Environment;
import io.seminode.cli.report.RunFolder;
import io.seminode.models.train.EngineChoice;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Solver;
import io.seminode.solver.spi.Providers;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.tensorflow.TensorFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a model once per norm and shows the results side by side. */
@Command(
        name = "compare",
        description = {
            "Train a model once per norm of the backward solve, and put the results side by side.",
            "All norms start from the same weights and see the same batches. The table goes to standard output,"
                    + " progress to standard error; settings, history, results and plots into a run folder."
        })
final class CompareCommand implements Callable<Integer> {
    /** A comma, unless an option of the norm before it follows. */
    private static final String BETWEEN_NAMES = ",(?![^,:]*=)";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            paramLabel = "PROBLEM",
            converter = Choices.ExperimentChoice.class,
            completionCandidates = Help.Problems.class,
            description = "What is learnt: ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it: the parameter is required
    private Experiment experiment;

    @Mixin
    private final SolveOptions solving = new SolveOptions();

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            completionCandidates = Help.Presets.class,
            description =
                    "Schedule: ${COMPLETION-CANDIDATES}. The first is the default; the options below override it.")
    private @Nullable String preset;

    @Option(
            names = "--norms",
            split = BETWEEN_NAMES,
            splitSynopsisLabel = ",",
            paramLabel = "NAME",
            description =
                    "Norms to compare, the others with the first; see: seminode list norms. NAME:OPTION=VALUE,... sets"
                            + " options of one of them, a last @MODE its mode. Default for pendulum: default,seminorm,seminorm-published,seminorm@lazy.")
    private @Nullable List<String> norms;

    @Option(names = "--method", paramLabel = "NAME", description = "Runge-Kutta method; see: seminode list methods.")
    private @Nullable String method;

    @Option(
            names = "--controller",
            paramLabel = "NAME",
            defaultValue = "integral",
            description = "Step controller; see: seminode list controllers. Default: ${DEFAULT-VALUE}.")
    private String controller = "";

    @Option(
            names = "--mode",
            paramLabel = "NAME",
            converter = Choices.ModeChoice.class,
            defaultValue = "faithful",
            description = "faithful: as in the paper's tables; lazy: faster where the norm leaves quadratures out."
                    + " Default: ${DEFAULT-VALUE}.")
    private AdjointMode mode = AdjointMode.FAITHFUL;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training part.")
    private @Nullable Integer epochs;

    @Option(names = "--max-batches", paramLabel = "N", description = "The most batches of an epoch that are used.")
    private @Nullable Integer maxBatches;

    @Option(names = "--batch-size", paramLabel = "N", description = "Examples in a batch.")
    private @Nullable Integer batchSize;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of data, initial weights and batches. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "1",
            description = "Trainings of each norm, with seeds counting up from --seed. Default: ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Run folder, new or empty. Default: runs/PROBLEM-DATE-TIME.")
    private @Nullable Path out;

    @Override
    public Integer call() {
        ComparisonSettings settings = settings();
        settings.norms().forEach(settings::solver); // unknown names end the command before anything is done
        solving.requireDevice();
        RunFolder folder = RunFolder.create(out == null ? freshFolder() : out);
        ComparisonReport report = new ComparisonReport(folder, experiment, settings);
        report.settings();
        Environment environment = environment(settings);
        report.environment(environment);

        ComparisonResult result = run(settings, environment, folder, report);
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.print(result.table().toText());
        stdout.println();
        stdout.println("Written to " + folder.path());
        return 0;
    }

    private ComparisonResult run(
            ComparisonSettings settings, Environment environment, RunFolder folder, ComparisonReport report) {
        PrintWriter err = spec.commandLine().getErr();
        int trainings = settings.repeats() * settings.norms().size();
        try (Interruption interruption = new Interruption(() -> {
                    err.println();
                    err.println("seminode: interrupted; what was done is in " + folder.path() + ".");
                    err.flush();
                });
                Progress progress = Terminals.isStandardErrorInteractive()
                        ? new BarProgress(err, trainings)
                        : new LineProgress(err, trainings)) {
            Runnable checkpoint = () -> {
                if (interruption.isRequested()) {
                    throw CommandException.interrupted("interrupted");
                }
            };
            Workloads workloads = new Workloads(progress);
            Engine chosen = chooseEngine(settings, workloads, progress);
            checkpoint.run();
            Environment complete = environment.withEngine(chosen.id());
            report.environment(complete);

            Comparison comparison =
                    new Comparison(settings, TrainingRunner.onTensorFlow(), progress, checkpoint, report::history);
            ComparisonResult result = comparison.run(workloads::get, new ExecutionOptions(chosen, solving.device()));
            report.results(result, comparison.locations(), complete);
            progress.phase("Drawing plots");
            drawPlots(report, comparison);
            return result;
        }
    }

    /** The numbers matter more: a Java without fonts is no reason to lose them. */
    private static void drawPlots(ComparisonReport report, Comparison comparison) {
        try {
            report.plots(comparison.history(), comparison.locations());
        } catch (RuntimeException | LinkageError | InternalError e) {
            LoggerFactory.getLogger(CompareCommand.class)
                    .warn("The plots could not be drawn: {}. The numbers are in history.csv and locations.csv.", e, e);
        }
    }

    private ComparisonSettings settings() {
        Preset base = preset == null ? experiment.presets().get(0) : experiment.preset(preset);
        try {
            return new ComparisonSettings(
                    experiment.name(),
                    base.name(),
                    norms == null ? experiment.norms() : norms,
                    solving.rtol(base.rtol()),
                    solving.atol(base.atol()),
                    method == null ? base.method() : method,
                    controller,
                    mode.id(),
                    epochs == null ? base.epochs() : epochs,
                    maxBatches == null ? base.maxBatchesOrNull() : maxBatches,
                    batchSize == null ? base.batchSize() : batchSize,
                    base.learningRate(),
                    base.weightDecay(),
                    seed,
                    repeats);
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(e);
        }
    }

    private Engine chooseEngine(ComparisonSettings settings, Workloads workloads, Progress progress) {
        Engine asked = solving.engine().engine();
        if (asked != null) {
            return asked;
        }
        Workload workload = workloads.get(settings.seedOf(0));
        progress.phase("Timing both engines");
        Solver solver = settings.solver(settings.norms().get(0));
        return EngineChoice.fastest(
                workload.model().get(), solver, settings.training(0), solving.device(), workload.train());
    }

    /** Prepares the data of a seed, once for engine choice and training. */
    private final class Workloads {
        private final Progress progress;
        private @Nullable Workload last;
        private long lastSeed;

        Workloads(Progress progress) {
            this.progress = progress;
        }

        Workload get(long wanted) {
            Workload prepared = last;
            if (prepared == null || lastSeed != wanted) {
                progress.phase("Preparing data");
                prepared = experiment.prepare(wanted);
                requireBatch(prepared);
                last = prepared;
                lastSeed = wanted;
            }
            return prepared;
        }
    }

    private void requireBatch(Workload workload) {
        int size = settings().batchSize();
        int examples = workload.train().size();
        if (examples < size) {
            throw CommandException.wrongUsage("Batch size " + size + " found, expected at most " + examples
                    + ", the examples of the training part; use a smaller --batch-size.");
        }
    }

    private Environment environment(ComparisonSettings settings) {
        Map<String, String> providers = new LinkedHashMap<>();
        for (String norm : settings.norms()) {
            Solver solver = settings.solver(norm);
            providers.put("method " + settings.method(), Providers.describe(solver.method()));
            providers.put("controller " + settings.controller(), Providers.describe(solver.controller()));
            providers.put("norm " + ComparisonSettings.FORWARD_NORM, Providers.describe(solver.forwardNorm()));
            providers.put("norm " + norm, Providers.describe(solver.adjointNorm()));
        }
        return Environment.here(
                spec.root().commandLine().getParseResult().originalArgs(),
                Versions.seminode(),
                TensorFlow.version(),
                Versions.of("tensorflow"),
                solving.device().id(),
                solving.engine().id(),
                providers);
    }

    private Path freshFolder() {
        String stem = experiment.name() + "-"
                + LocalDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
        Path folder = Path.of("runs", stem);
        for (int i = 2; Files.exists(folder); i++) {
            folder = Path.of("runs", stem + "-" + i);
        }
        return folder;
    }
}
