package io.seminode.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.seminode.cli.error.CommandException;
import io.seminode.cli.option.Quiet;
import io.seminode.cli.process.SeminodeProcess;
import io.seminode.cli.progress.Interruption;
import io.seminode.cli.progress.Progress;
import io.seminode.cli.report.RunFolder;
import io.seminode.models.train.OnFailure;
import io.seminode.models.train.TrainingFailedException;
import io.seminode.solver.tensor.Engine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Options of commands whose runs are saved, and can be continued by another process. */
final class SaveOptions {
    private static final String RESUME = "--resume";
    private static final String ON_FAILURE = "--on-failure";
    private static final Set<String> ALLOWED_WITH_RESUME =
            Set.of(RESUME, ON_FAILURE, JsonOption.NAME, "--debug", "--verbose", Quiet.NAME, "--plugins");

    @Option(
            names = "--checkpoint-every",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How often the run is saved. Default: ${DEFAULT-VALUE}.")
    private double checkpointEvery;

    @Option(
            names = RESUME,
            paramLabel = "DIR",
            description = "Continue the run in this folder, with the options it was begun with; of others only"
                    + " --on-failure is taken, which holds from there on.")
    private @Nullable Path resume;

    /** A run to continue; null for a new one. */
    @Nullable
    Path resume() {
        return resume;
    }

    Duration every() {
        if (!(checkpointEvery >= 0)) {
            throw CommandException.wrongUsage(
                    "Found --checkpoint-every " + checkpointEvery + ", expected 0 or more seconds.");
        }
        return Duration.ofNanos((long) (checkpointEvery * 1e9));
    }

    /** Watches for Ctrl-C in a run. */
    static Interruption interruption(PrintWriter err, CommandSpec spec, RunFolder folder) {
        return Launch.interruption(err, folder::isBegun, resumption(spec, folder));
    }

    /** How the user goes on after an interruption. */
    static String resumption(CommandSpec spec, RunFolder folder) {
        return resumption(spec, folder.path());
    }

    /** How the user goes on, with the plugins that there were: they are never loaded because a folder names them. */
    static String resumption(CommandSpec spec, Path folder) {
        List<String> words = new ArrayList<>(List.of(spec.qualifiedName().split(" ", -1)));
        words.remove(0); // its own name
        if (spec.root().userObject() instanceof Main main) {
            main.plugins().forEach(plugins -> words.addAll(List.of("--plugins", plugins.toString())));
        }
        words.addAll(List.of(RESUME, folder.toString()));
        return SeminodeProcess.typed(words);
    }

    /**
     * How a process starts on a run.
     *
     * @param arguments of the command, kept with the results
     * @param engine the run was on; null if none was chosen yet
     * @param changed what is done about failures, if that is another from here on; null if not
     */
    record Start(
            List<String> arguments,
            @Nullable Engine engine,
            @Nullable OnFailure changed) {
        /** On a new run. */
        static Start anew(List<String> arguments) {
            return new Start(arguments, null, null);
        }

        /** Says, in the log too, what is another from here on. */
        void announce(Progress progress) {
            if (changed != null) {
                progress.phase("Going on with " + ON_FAILURE + " " + changed.id());
            }
        }
    }

    /**
     * A run that an earlier process began.
     *
     * @param command that its arguments make
     */
    record Begun<C>(C command, Start start) {}

    /** What is done about failures from here on, if that was given beside the folder; null for what was done before. */
    static @Nullable OnFailure changed(CommandSpec spec) {
        return spec.commandLine().getParseResult().matchedOptionValue(ON_FAILURE, (OnFailure) null);
    }

    /**
     * What a run was begun with.
     *
     * @param type of the command of the given specification, which has to be the one the run was begun with
     * @param changed what is done about failures from here on; null for what was done before
     * @throws CommandException if it was another
     */
    static <C> Begun<C> begun(CommandSpec spec, Class<C> type, RunFolder folder, @Nullable OnFailure changed) {
        JsonNode environment = folder.readJson("environment.json");
        List<String> stored = new ArrayList<>();
        environment.path("commandLine").forEach(word -> stored.add(word.asText()));
        List<String> arguments = changed == null ? stored : with(changed, stored);
        CommandSpec found;
        try {
            found = parsed(Main.commandLine(), arguments);
        } catch (CommandLine.ParameterException e) {
            throw CommandException.failed("Found that the run in " + folder.path() + " was begun with what this"
                    + " version does not understand: " + e.getMessage());
        }
        if (!found.qualifiedName().equals(spec.qualifiedName())) {
            throw CommandException.wrongUsage("Found that the run in " + folder.path() + " was begun with: seminode "
                    + String.join(" ", arguments) + "; expected a run of: " + spec.qualifiedName() + ".");
        }
        Engine engine = engineOf(environment.path("engine").asText(""));
        return new Begun<>(type.cast(found.userObject()), new Start(arguments, engine, changed));
    }

    /** The words of a command with another value of that option. */
    private static List<String> with(OnFailure changed, List<String> words) {
        List<String> others = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals(ON_FAILURE)) {
                i++; // its value
            } else if (!words.get(i).startsWith(ON_FAILURE + "=")) {
                others.add(words.get(i));
            }
        }
        others.add(ON_FAILURE + "=" + changed.id());
        return others;
    }

    /**
     * What ended a training, and the command that goes on where there is one.
     *
     * @param policy what was to be done about failures
     */
    static RuntimeException failed(TrainingFailedException e, OnFailure policy, CommandSpec spec, RunFolder folder) {
        if (policy != OnFailure.STOP) {
            return e;
        }
        CommandException withCommand = CommandException.failed("Training failed in " + e.failure()
                + " Go on in spite of it by: " + resumption(spec, folder) + " " + ON_FAILURE + " "
                + OnFailure.SKIP.id() + "; or begin anew with a smaller learning rate.");
        withCommand.initCause(e);
        return withCommand;
    }

    /**
     * The command that such words stand for, with its options set.
     *
     * @throws CommandLine.ParameterException if this version does not understand them
     */
    static CommandSpec parsed(CommandLine seminode, List<String> arguments) {
        seminode.setExpandAtFiles(false); // the words may come from a file, which names no others
        ParseResult parsed = seminode.parseArgs(arguments.toArray(String[]::new));
        List<CommandLine> chain = parsed.asCommandLineList();
        return chain.get(chain.size() - 1).getCommandSpec();
    }

    /** Rejects options that a run to be continued would not heed. */
    static void requireNoOthers(CommandSpec spec) {
        spec.commandLine().getParseResult().matchedOptions().forEach(option -> {
            if (!ALLOWED_WITH_RESUME.contains(option.longestName())) {
                throw CommandException.wrongUsage("Found " + option.longestName() + " beside " + RESUME
                        + ", expected none but " + ON_FAILURE
                        + ": a run is continued with the options it was begun with.");
            }
        });
    }

    private static @Nullable Engine engineOf(String id) {
        for (Engine engine : Engine.values()) {
            if (engine.id().equals(id)) {
                return engine;
            }
        }
        return null;
    }
}
