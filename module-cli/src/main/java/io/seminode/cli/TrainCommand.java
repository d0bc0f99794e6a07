package io.seminode.cli;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.experiment.Experiment;
import io.seminode.cli.experiment.Preset;
import io.seminode.cli.experiment.RunSettings;
import io.seminode.cli.option.NormOption;
import io.seminode.cli.option.OptionsWithoutEffect;
import io.seminode.cli.option.Quiet;
import io.seminode.cli.option.SolveOptions;
import io.seminode.cli.progress.Interruption;
import io.seminode.cli.progress.Progress;
import io.seminode.cli.report.Environment;
import io.seminode.cli.report.FolderLock;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.train.TrainResult;
import io.seminode.cli.train.TrainRun;
import io.seminode.cli.train.TrainSettings;
import io.seminode.models.train.OnFailure;
import io.seminode.models.train.TrainingFailedException;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Solver;
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
import org.tribuo.DataSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains an experiment's model once and stores it. */
@Command
final class TrainCommand implements Callable<Integer> {
    /** For help. */
    static final List<String> DESCRIPTION = List.of(
            "Train a model and store it, with its settings, in a run folder.",
            "The run is saved every minute: after Ctrl-C, a crash or a full disk, --resume continues it to the result"
                    + " it would have had.");

    private final Experiment experiment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final SolveOptions solving = new SolveOptions();

    @Mixin
    private final NormOption norm = new NormOption();

    @Mixin
    private final RunOptions running = new RunOptions();

    @Mixin
    private final SaveOptions saving = new SaveOptions();

    @Option(
            names = "--test-pass",
            arity = "0..1",
            paramLabel = "N",
            defaultValue = "0",
            fallbackValue = "2147483647",
            description =
                    "After the training, count the steps of backward solves, and where they fall, over the test part,"
                            + " or over its first N batches.")
    private int testBatches;

    @Mixin
    private final JsonOption json = new JsonOption();

    TrainCommand(Experiment experiment) {
        this.experiment = experiment;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter progress = Quiet.progress(spec);
        Path resume = saving.resume();
        TrainResult result;
        RunFolder folder;
        if (resume == null) {
            requireTrainable(); // what can't be done ends the command before anything is
            solving.requireDevice();
            experiment.requireData();
            sayWithoutEffect(err);
            folder = RunFolder.create(running.out() == null ? launch().freshFolder() : running.out());
            List<String> arguments = spec.root().commandLine().getParseResult().expandedArgs();
            try (Interruption interruption = SaveOptions.interruption(err, spec, folder)) {
                result = begin(folder, arguments, progress, interruption);
            }
        } else {
            SaveOptions.requireNoOthers(spec);
            folder = RunFolder.open(resume);
            try (Interruption interruption = SaveOptions.interruption(err, spec, folder)) {
                result = goOn(folder, SaveOptions.changed(spec), progress, interruption);
            }
        }
        Path model = folder.path().resolve(TrainRun.MODEL);
        Map<String, String> places = new LinkedHashMap<>();
        places.put("folder", folder.path().toString());
        places.put("model", model.toString());
        json.print(spec.commandLine().getOut(), () -> result, places, stdout -> {
            stdout.print(result.toText());
            stdout.println();
            stdout.println("Written to " + folder.path() + "; the model is " + model);
        });
        return 0;
    }

    /**
     * Begins the training.
     *
     * @param arguments of the command, kept with the results
     * @param told how it goes
     * @param interruption ends it
     */
    TrainResult begin(RunFolder folder, List<String> arguments, PrintWriter told, Interruption interruption) {
        return run(launch(), folder, SaveOptions.Start.anew(arguments), told, interruption);
    }

    /** Goes on with a training that was begun. */
    TrainResult goOn(RunFolder folder, PrintWriter told, Interruption interruption) {
        return goOn(folder, null, told, interruption);
    }

    private TrainResult goOn(
            RunFolder folder, @Nullable OnFailure changed, PrintWriter told, Interruption interruption) {
        SaveOptions.Begun<TrainCommand> begun = SaveOptions.begun(spec, TrainCommand.class, folder, changed);
        TrainCommand command = begun.command();
        return command.run(command.launch(), folder, begun.start(), told, interruption);
    }

    /**
     * The command that such words stand for, ready to be begun.
     *
     * @param seminode parses them; what an earlier parse set is forgotten
     * @return null if they stand for another command
     * @throws CommandLine.ParameterException if this version does not understand them
     */
    static @Nullable TrainCommand parsed(CommandLine seminode, List<String> arguments) {
        return SaveOptions.parsed(seminode, arguments).userObject() instanceof TrainCommand command ? command : null;
    }

    private Launch launch() {
        RunSettings settings = running.settings(experiment, AdjointMode.LAZY);
        return new Launch(experiment, running.preset(experiment), settings, solving);
    }

    /**
     * Ends the command if an option can't be heeded; nothing is built for it.
     *
     * @throws CommandException that says what was found
     */
    void requireUsable() {
        usableSolver();
    }

    /**
     * Ends the command if an option can't be heeded, or if the problem's model can't be trained with the solver.
     *
     * @throws CommandException that says what was found
     */
    void requireTrainable() {
        launch().requireTrainable(List.of(usableSolver()));
    }

    private Solver usableSolver() {
        Solver solver = solver(settings());
        saving.every();
        if (testBatches < 0) {
            throw CommandException.wrongUsage("Found --test-pass " + testBatches + ", expected 0 or more batches.");
        }
        launch().requireModel();
        return solver;
    }

    /** Says which of the options that were given have no effect. */
    void sayWithoutEffect(PrintWriter err) {
        OptionsWithoutEffect.say(spec, err, List.of(solver(settings())), Set.of());
    }

    /** Sees whether the files of the data are there. */
    void requireData() {
        experiment.requireData();
    }

    /** What would be done. */
    TrainSettings settings() {
        Preset base = running.preset(experiment);
        return new TrainSettings(
                running.settings(experiment, AdjointMode.LAZY),
                norm.name(),
                solving.rtol(base.solver().tolerance().rtol()),
                solving.atol(base.solver().tolerance().atol()));
    }

    private Solver solver(TrainSettings settings) {
        try {
            return solving.fitting(settings.solver());
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(e);
        }
    }

    private TrainResult run(
            Launch launch, RunFolder folder, SaveOptions.Start start, PrintWriter told, Interruption interruption) {
        Engine chosenBefore = start.engine();
        TrainSettings settings = settings();
        Solver solver = solver(settings);
        solving.requireDevice();
        try (FolderLock lock = folder.lock();
                Progress progress = Launch.progress(told, 1, folder.path(), running.tensorboard())) {
            lock.requireHeld();
            start.announce(progress);
            Environment environment = launch.environment(start.arguments(), Map.of(norm.name(), solver));
            folder.writeJson(
                    "environment.json", chosenBefore == null ? environment : environment.withEngine(chosenBefore.id()));
            folder.writeJson("settings.json", settings); // from now on the run can be continued
            Engine chosen = chosenBefore == null ? launch.engine(solver, progress, interruption) : chosenBefore;
            folder.writeJson("environment.json", environment.withEngine(chosen.id()));
            TrainRun run = new TrainRun(
                    settings,
                    folder,
                    progress,
                    interruption::endIfRequested,
                    saving.every(),
                    experiment.lossName(),
                    testBatches);
            return run.run(
                    launch.workload(settings.run().training().seed(), progress),
                    new ExecutionOptions(chosen, solving.device()),
                    () -> writeTribuoModel(launch.source(), folder));
        } catch (TrainingFailedException e) {
            throw SaveOptions.failed(e, settings.run().training().onFailure(), spec, folder);
        }
    }

    private static void writeTribuoModel(@Nullable DataSource<?> source, RunFolder folder) {
        if (source != null) {
            TribuoModelFile.write(folder, source);
        }
    }
}
