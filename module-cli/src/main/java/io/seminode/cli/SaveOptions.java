package io.seminode.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.seminode.cli.report.RunFolder;
import io.seminode.solver.tensor.Engine;
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
    private static final Set<String> ALLOWED_WITH_RESUME = Set.of(RESUME, "--debug", "--verbose", "--plugins");

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

    /** How the user goes on after an interruption. */
    static String resumption(CommandSpec spec, RunFolder folder) {
        return spec.qualifiedName() + " " + RESUME + " " + folder.path();
    }

    /**
     * A run that an earlier process began.
     *
     * @param arguments it was begun with
     * @param command that they make
     * @param engine it was on; null if none was chosen yet
     */
    record Begun<C>(
            List<String> arguments, C command, @Nullable Engine engine) {}

    /**
     * What a run was begun with.
     *
     * @param type of the command of the given specification, which has to be the one the run was begun with
     * @throws CommandException if it was another
     */
    static <C> Begun<C> begun(CommandSpec spec, Class<C> type, RunFolder folder) {
        JsonNode environment = folder.readJson("environment.json");
        List<String> arguments = new ArrayList<>();
        environment.path("commandLine").forEach(word -> arguments.add(word.asText()));
        CommandSpec found;
        try {
            found = parsed(arguments);
        } catch (CommandLine.ParameterException e) {
            throw CommandException.failed("Found that the run in " + folder.path() + " was begun with what this"
                    + " version does not understand: " + e.getMessage());
        }
        if (!found.qualifiedName().equals(spec.qualifiedName())) {
            throw CommandException.wrongUsage("Found that the run in " + folder.path() + " was begun with: seminode "
                    + String.join(" ", arguments) + "; expected a run of: " + spec.qualifiedName() + ".");
        }
        return new Begun<>(
                arguments,
                type.cast(found.userObject()),
                engineOf(environment.path("engine").asText("")));
    }

    /**
     * The command that such words stand for, with its options set.
     *
     * @throws CommandLine.ParameterException if this version does not understand them
     */
    static CommandSpec parsed(List<String> arguments) {
        ParseResult parsed = Main.commandLine().parseArgs(arguments.toArray(String[]::new));
        List<CommandLine> chain = parsed.asCommandLineList();
        return chain.get(chain.size() - 1).getCommandSpec();
    }

    /** Rejects options that a run to be continued would not heed. */
    static void requireNoOthers(CommandSpec spec) {
        spec.commandLine().getParseResult().matchedOptions().forEach(option -> {
            if (!ALLOWED_WITH_RESUME.contains(option.longestName())) {
                throw CommandException.wrongUsage("Found " + option.longestName() + " beside " + RESUME
                        + ", expected none: a run is continued with the options it was begun with.");
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
