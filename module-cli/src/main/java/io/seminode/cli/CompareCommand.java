package io.seminode.cli;

import io.seminode.cli.compare.Comparison;
import io.seminode.cli.compare.ComparisonReport;
import io.seminode.cli.compare.ComparisonResult;
import io.seminode.cli.compare.ComparisonSettings;
import io.seminode.cli.compare.TrainingRunner;
import io.seminode.cli.error.CommandException;
import io.seminode.cli.experiment.Experiment;
import io.seminode.cli.experiment.Preset;
import io.seminode.cli.option.OptionsWithoutEffect;
import io.seminode.cli.option.Quiet;
import io.seminode.cli.option.SolveOptions;
import io.seminode.cli.progress.Interruption;
import io.seminode.cli.progress.Progress;
import io.seminode.cli.report.Checkpoints;
import io.seminode.cli.report.Environment;
import io.seminode.cli.report.FolderLock;
import io.seminode.cli.report.RunFolder;
import io.seminode.models.train.TrainingFailedException;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Solver;
import io.seminode.solver.Solver.Setting;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains an experiment's model once per norm and shows the results side by side. */
@Command
final class CompareCommand implements Callable<Integer> {
    /** For help. */
    static final List<String> DESCRIPTION = List.of(
            "Train a model once per norm of the backward solve, and put the results side by side.",
            "All norms start from the same weights and see the same batches. The table goes to standard output,"
                    + " progress to standard error; settings, history, results and plots into a run folder.",
            "The run is saved every minute: after Ctrl-C, a crash or a full disk, --resume continues it to the result"
                    + " it would have had.");

    /** A comma, unless an option of the norm before it follows. */
    private static final String BETWEEN_NAMES = ",(?![^,:]*=)";

    private static final String FOLDER = "folder";

    private final Experiment experiment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final SolveOptions solving = new SolveOptions();

    @Option(
            names = "--norms",
            split = BETWEEN_NAMES,
            splitSynopsisLabel = ",",
            paramLabel = "NAME",
            description =
                    "Norms to compare, the others with the first; see: seminode list norms. NAME:OPTION=VALUE,... sets"
                            + " options of one of them, a last @MODE its mode. Default: see below.")
    private @Nullable List<String> norms;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "1",
            description = "Trainings of each norm, with seeds counting up from --seed. Default: ${DEFAULT-VALUE}.")
    private int repeats;

    @Mixin
    private final RunOptions running = new RunOptions();

    @Mixin
    private final SaveOptions saving = new SaveOptions();

    @Mixin
    private final JsonOption json = new JsonOption();

    CompareCommand(Experiment experiment) {
        this.experiment = experiment;
    }

    @Override
    public Integer call() {
        Path resume = saving.resume();
        ComparisonResult result;
        RunFolder folder;
        if (resume == null) {
            Launch launch = launch();
            Map<String, Solver> solvers = solvers(); // what can't be done ends the command before anything is
            saving.every();
            solving.requireDevice();
            launch.requireTrainable(solvers.values());
            experiment.requireData();
            sayWithoutEffect(spec.commandLine().getErr());
            folder = RunFolder.create(running.out() == null ? launch.freshFolder() : running.out());
            List<String> arguments = spec.root().commandLine().getParseResult().expandedArgs();
            result = run(launch, folder, SaveOptions.Start.anew(arguments), console());
        } else {
            SaveOptions.requireNoOthers(spec);
            folder = RunFolder.open(resume);
            requireSaved(folder);
            SaveOptions.Begun<CompareCommand> begun =
                    SaveOptions.begun(spec, CompareCommand.class, folder, SaveOptions.changed(spec));
            result = begun.command().run(begun.command().launch(), folder, begun.start(), console());
        }
        json.print(
                spec.commandLine().getOut(),
                () -> result,
                Map.of(FOLDER, folder.path().toString()),
                stdout -> {
                    stdout.print(result.toText());
                    stdout.println();
                    stdout.println("Written to " + folder.path());
                });
        return 0;
    }

    /**
     * Where the command that the user gave writes: a run that is continued may have been begun with another form.
     *
     * @param form of results
     * @param out for results
     * @param err for errors and interruptions
     * @param progress is told how it goes
     */
    private record Console(JsonOption form, PrintWriter out, PrintWriter err, PrintWriter progress) {}

    private Console console() {
        return new Console(json, spec.commandLine().getOut(), spec.commandLine().getErr(), Quiet.progress(spec));
    }

    private static void requireSaved(RunFolder folder) {
        if (folder.layout() == 0) {
            throw CommandException.failed("Found that " + folder.path() + " was written by a version that did not save"
                    + " comparisons; begin anew with another --out.");
        }
    }

    private Launch launch() {
        return new Launch(experiment, running.preset(experiment), settings().run(), solving);
    }

    /** Says which of the options that were given have no effect; of norms in any case, which are what is compared. */
    void sayWithoutEffect(PrintWriter err) {
        OptionsWithoutEffect.say(spec, err, solvers().values(), Set.of(Setting.ADJOINT_NORM));
    }

    /** By the label of their norm. */
    private Map<String, Solver> solvers() {
        ComparisonSettings settings = settings();
        Map<String, Solver> solvers = new LinkedHashMap<>();
        settings.variants().forEach(v -> solvers.put(v.norm(), solving.fitting(settings.solver(v))));
        return solvers;
    }

    private ComparisonResult run(Launch launch, RunFolder folder, SaveOptions.Start start, Console console) {
        Engine chosenBefore = start.engine();
        ComparisonSettings settings = settings();
        ComparisonReport report = new ComparisonReport(folder, experiment, settings);
        solving.requireDevice();
        int trainings = settings.repeats() * settings.variants().size();
        try (FolderLock lock = folder.lock();
                Interruption interruption = SaveOptions.interruption(console.err(), spec, folder);
                Progress progress =
                        Launch.progress(console.progress(), trainings, folder.path(), running.tensorboard())) {
            lock.requireHeld();
            start.announce(progress);
            Environment environment = launch.environment(start.arguments(), solvers());
            report.environment(chosenBefore == null ? environment : environment.withEngine(chosenBefore.id()));
            report.settings(); // from now on the run can be continued
            Engine chosen = chosenBefore == null
                    ? launch.engine(settings.solver(settings.variants().get(0)), progress, interruption)
                    : chosenBefore;
            interruption.endIfRequested();
            Environment complete = environment.withEngine(chosen.id());
            report.environment(complete);

            Comparison comparison = new Comparison(
                    settings,
                    TrainingRunner.onTensorFlow(),
                    progress,
                    interruption::endIfRequested,
                    report::history,
                    Checkpoints.in(folder, saving.every()));
            ComparisonResult result;
            try {
                result = comparison.run(
                        seed -> launch.workload(seed, progress), new ExecutionOptions(chosen, solving.device()));
            } catch (RuntimeException e) {
                if (!Errors.isInterruption(e)) {
                    reportFinished(comparison, report, complete, e, folder, console);
                }
                throw e;
            }
            report.locations(comparison.history(), comparison.locations());
            progress.phase("Drawing plots");
            drawPlots(report, comparison);
            report.results(result, complete);
            return result;
        } catch (TrainingFailedException e) {
            throw SaveOptions.failed(e, settings.run().training().onFailure(), spec, folder);
        }
    }

    /** What was trained is not lost because another training failed; and nothing hides why that did. */
    private void reportFinished(
            Comparison comparison,
            ComparisonReport report,
            Environment environment,
            RuntimeException failure,
            RunFolder folder,
            Console console) {
        try {
            comparison.finished().ifPresent(finished -> {
                Map<String, String> more = new LinkedHashMap<>();
                more.put(FOLDER, folder.path().toString());
                more.put("unfinished", Errors.oneLine(failure));
                console.form().print(console.out(), () -> finished, more, stdout -> stdout.print(finished.toText()));
                report.unfinished(finished, environment, Errors.oneLine(failure));
            });
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** The numbers matter more: a Java without fonts is no reason to lose them. */
    private static void drawPlots(ComparisonReport report, Comparison comparison) {
        try {
            report.plots(comparison.history(), comparison.locations());
        } catch (CommandException e) { // no room for them: there is some when the run is continued
            throw e;
        } catch (RuntimeException | LinkageError | InternalError e) {
            LoggerFactory.getLogger(CompareCommand.class)
                    .warn("The plots could not be drawn: {}. The numbers are in history.csv and locations.csv.", e, e);
        }
    }

    private ComparisonSettings settings() {
        Preset base = running.preset(experiment);
        try {
            return new ComparisonSettings(
                    running.settings(experiment, AdjointMode.FAITHFUL),
                    norms == null ? experiment.norms() : norms,
                    solving.rtols(base.solver().tolerance().rtol()),
                    solving.atols(base.solver().tolerance().atol()),
                    repeats);
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(e);
        }
    }
}
