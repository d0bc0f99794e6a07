package io.seminode.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.seminode.cli.experiment.Experiment;
import io.seminode.cli.experiment.Preset;
import io.seminode.cli.experiment.RunSettings;
import io.seminode.cli.progress.Interruption;
import io.seminode.cli.progress.Progress;
import io.seminode.cli.report.Environment;
import io.seminode.cli.report.FolderLock;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.train.TrainResult;
import io.seminode.cli.train.TrainRun;
import io.seminode.cli.train.TrainSettings;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Trains an experiment's model once and stores it. */
@Command
final class TrainCommand implements Callable<Integer> {
    /** For help. */
    static final List<String> DESCRIPTION = List.of(
            "Train a model and store it, with its settings, in a run folder.",
            "The run is saved every minute: after Ctrl-C, a crash or a full disk, --resume continues it to the result"
                    + " it would have had.");

    private static final String RESUME = "--resume";
    private static final Set<String> ALLOWED_WITH_RESUME = Set.of(RESUME, "--debug", "--verbose");

    private final Experiment experiment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final SolveOptions solving = new SolveOptions();

    @Option(
            names = "--norm",
            paramLabel = "NAME",
            defaultValue = "seminorm",
            description = "Norm of the backward solve, NAME or NAME:OPTION=VALUE,...; see: seminode list norms."
                    + " Default: ${DEFAULT-VALUE}.")
    private String norm = "";

    @Option(
            names = "--mode",
            paramLabel = "NAME",
            converter = Choices.ModeChoice.class,
            defaultValue = "lazy",
            description = "lazy: faster where the norm leaves quadratures out; faithful: as torchdiffeq steps."
                    + " Default: ${DEFAULT-VALUE}.")
    private AdjointMode mode = AdjointMode.LAZY;

    @Mixin
    private final RunOptions running = new RunOptions();

    @Option(
            names = "--checkpoint-every",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How often the run is saved. Default: ${DEFAULT-VALUE}.")
    private double checkpointEvery;

    @Option(
            names = RESUME,
            paramLabel = "DIR",
            description = "Continue the run in this folder, with the options it was begun with; no others are taken.")
    private @Nullable Path resume;

    TrainCommand(Experiment experiment) {
        this.experiment = experiment;
    }

    @Override
    public Integer call() {
        List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
        PrintWriter err = spec.commandLine().getErr();
        TrainResult result;
        RunFolder folder;
        if (resume == null) {
            solver(settings()); // unknown names end the command before anything is done
            folder = RunFolder.create(running.out() == null ? launch().freshFolder() : running.out());
            result = begin(folder, arguments, err, resumption(folder));
        } else {
            requireNoOtherOptions();
            folder = RunFolder.open(resume);
            result = goOn(folder, err, resumption(folder));
        }
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.print(result.toText());
        stdout.println();
        stdout.println("Written to " + folder.path() + "; the model is "
                + folder.path().resolve(TrainRun.MODEL));
        return 0;
    }

    /** How the user goes on after an interruption. */
    private String resumption(RunFolder folder) {
        return "seminode train " + experiment.name() + " " + RESUME + " " + folder.path();
    }

    /**
     * Begins the training.
     *
     * @param arguments of the command, kept with the results
     * @param resumption what the user is told to go on with after an interruption
     */
    TrainResult begin(RunFolder folder, List<String> arguments, PrintWriter err, String resumption) {
        return run(launch(), folder, arguments, null, err, resumption);
    }

    /** Goes on with a training that was begun. */
    TrainResult goOn(RunFolder folder, PrintWriter err, String resumption) {
        JsonNode environment = folder.readJson("environment.json");
        List<String> begunWith = new ArrayList<>();
        environment.path("commandLine").forEach(word -> begunWith.add(word.asText()));
        TrainCommand begun = begun(folder, begunWith);
        String engine = environment.path("engine").asText("");
        return begun.run(begun.launch(), folder, begunWith, engineOf(engine), err, resumption);
    }

    private void requireNoOtherOptions() {
        spec.commandLine().getParseResult().matchedOptions().forEach(option -> {
            if (!ALLOWED_WITH_RESUME.contains(option.longestName())) {
                throw CommandException.wrongUsage("Found " + option.longestName() + " beside " + RESUME
                        + ", expected none: a run is continued" + " with the options it was begun with.");
            }
        });
    }

    /** The command that the run was begun with. */
    private TrainCommand begun(RunFolder folder, List<String> arguments) {
        try {
            TrainCommand begun = parsed(arguments);
            if (begun != null && begun.experiment.name().equals(experiment.name())) {
                return begun;
            }
        } catch (CommandLine.ParameterException e) {
            throw CommandException.failed("Found that the run in " + folder.path() + " was begun with what this"
                    + " version does not understand: " + e.getMessage());
        }
        throw CommandException.wrongUsage("Found that the run in " + folder.path() + " was begun with: seminode "
                + String.join(" ", arguments) + "; expected a run of: seminode train " + experiment.name() + ".");
    }

    /**
     * The command that such words stand for, ready to be begun.
     *
     * @return null if they stand for another command
     * @throws CommandLine.ParameterException if this version does not understand them
     */
    static @Nullable TrainCommand parsed(List<String> arguments) {
        ParseResult parsed = Main.commandLine().parseArgs(arguments.toArray(String[]::new));
        List<CommandLine> chain = parsed.asCommandLineList();
        return chain.get(chain.size() - 1).getCommand() instanceof TrainCommand command ? command : null;
    }

    private static @Nullable Engine engineOf(String id) {
        for (Engine engine : Engine.values()) {
            if (engine.id().equals(id)) {
                return engine;
            }
        }
        return null;
    }

    private Launch launch() {
        RunSettings settings = running.settings(experiment, mode);
        return new Launch(experiment, running.preset(experiment), settings, solving);
    }

    /** What would be done. */
    TrainSettings settings() {
        Preset base = running.preset(experiment);
        return new TrainSettings(
                running.settings(experiment, mode), norm, solving.rtol(base.rtol()), solving.atol(base.atol()));
    }

    private Solver solver(TrainSettings settings) {
        try {
            return settings.solver().solver();
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(e);
        }
    }

    private TrainResult run(
            Launch launch,
            RunFolder folder,
            List<String> arguments,
            @Nullable Engine chosenBefore,
            PrintWriter err,
            String resumption) {
        TrainSettings settings = settings();
        Solver solver = solver(settings);
        solving.requireDevice();
        try (FolderLock lock = FolderLock.acquire(folder.path());
                Interruption interruption = new Interruption(() -> {
                    err.println();
                    err.println("seminode: interrupted; continue with: " + resumption);
                    err.flush();
                });
                Progress progress = Launch.progress(err, 1)) {
            lock.requireHeld();
            folder.writeJson("settings.json", settings);
            Environment environment = launch.environment(arguments, Map.of(norm, solver));
            Engine chosen = chosenBefore == null ? launch.engine(solver, progress) : chosenBefore;
            folder.writeJson("environment.json", environment.withEngine(chosen.id()));
            TrainRun run = new TrainRun(
                    settings,
                    folder,
                    progress,
                    () -> {
                        if (interruption.isRequested()) {
                            throw CommandException.interrupted("interrupted");
                        }
                    },
                    Duration.ofNanos((long) (checkpointEvery * 1e9)),
                    experiment.lossName());
            return run.run(
                    launch.workload(settings.run().seed(), progress), new ExecutionOptions(chosen, solving.device()));
        }
    }
}
