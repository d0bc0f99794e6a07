package io.seminode.cli.option;

import io.seminode.solver.Solver;
import io.seminode.solver.Solver.Setting;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Says which options that somebody gave change nothing about a command's solves. */
public final class OptionsWithoutEffect {
    private OptionsWithoutEffect() {}

    /**
     * Says it, each once; nothing of what stands in a preset or is so by default.
     *
     * @param err is told
     * @param solvers of the command
     * @param also settings that the command is about, given or not
     */
    public static void say(CommandSpec spec, PrintWriter err, Collection<Solver> solvers, Set<Setting> also) {
        Set<Setting> chosen = EnumSet.noneOf(Setting.class);
        chosen.addAll(also);
        ParseResult given = spec.commandLine().getParseResult();
        for (Setting setting : Setting.values()) {
            if (options(setting).stream().anyMatch(given::hasMatchedOption)) {
                chosen.add(setting);
            }
        }
        Set<String> sentences = new LinkedHashSet<>();
        solvers.forEach(solver -> sentences.addAll(solver.ineffective(chosen::contains)));
        sentences.forEach(sentence -> err.println("Warning: " + sentence));
        err.flush();
    }

    /** The options that set it in one command or another. */
    private static List<String> options(Setting setting) {
        return switch (setting) {
            case TOLERANCES -> List.of("--rtol", "--atol");
            case FORWARD_NORM -> List.of("--forward-norm");
            case ADJOINT_NORM -> List.of("--norm", "--norms");
            case CONTROLLER -> List.of("--controller");
            case FIRST_STEP -> List.of("--first-step");
            case SMALLEST_STEP -> List.of("--min-step");
            case LARGEST_STEP -> List.of("--max-step");
            case MODE -> List.of("--mode");
            case STORED_STEPS -> List.of("--stored-steps");
            case MEMORY_BUDGET -> List.of("--memory-budget");
            case BATCHING -> List.of("--batching");
            case LINEAR, PART_TOLERANCES -> List.of();
        };
    }
}
