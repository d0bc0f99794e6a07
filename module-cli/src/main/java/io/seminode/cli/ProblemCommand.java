package io.seminode.cli;

import io.seminode.cli.experiment.Experiment;
import io.seminode.cli.experiment.Experiments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command with a subcommand for each experiment, which has the experiment's own options beside the common ones. */
@Command(synopsisSubcommandLabel = "PROBLEM [OPTIONS]", commandListHeading = "%nProblems:%n")
final class ProblemCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Names that are known are subcommands: what comes here is unknown, and the converter says so. */
    @Parameters(arity = "0..1", paramLabel = "PROBLEM", hidden = true, converter = Choices.ExperimentChoice.class)
    private @Nullable Experiment unusedProblem;

    /** Belongs behind the problem; taken here as well, to say so. */
    @Option(names = "--resume", paramLabel = "RUN", hidden = true)
    private @Nullable Path misplacedResume;

    private ProblemCommand() {}

    /**
     * Makes the command.
     *
     * @param command makes the subcommand of an experiment
     */
    static CommandLine of(String name, List<String> description, Function<Experiment, Object> command) {
        CommandLine parent = new CommandLine(new ProblemCommand());
        parent.getCommandSpec().name(name).usageMessage().description(description.toArray(String[]::new));
        for (Experiment experiment : Experiments.all()) {
            CommandLine child = new CommandLine(command.apply(experiment));
            CommandSpec childSpec = child.getCommandSpec();
            childSpec.name(experiment.name());
            List<String> lines = new ArrayList<>(List.of(capitalised(experiment.description()) + "."));
            lines.addAll(description);
            childSpec.usageMessage().description(lines.toArray(String[]::new)).footer(footer(experiment));
            for (Object options : experiment.options()) {
                childSpec.addMixin(options.getClass().getSimpleName(), CommandSpec.forAnnotatedObject(options));
            }
            parent.addSubcommand(experiment.name(), child);
        }
        return parent;
    }

    private static String[] footer(Experiment experiment) {
        String presets = experiment.presets().stream()
                .map(p -> "%n  " + p.name() + ": " + p.description())
                .collect(Collectors.joining());
        return new String[] {
            "%nPresets:" + presets, "%nNorms compared by default: " + String.join(",", experiment.norms())
        };
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    @Override
    public void run() {
        if (misplacedResume != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Found --resume without a problem, expected: seminode " + spec.name() + " PROBLEM --resume "
                            + misplacedResume + ", with the problem of that run.");
        }
        throw new ParameterException(
                spec.commandLine(),
                "Missing required parameter: 'PROBLEM', expected one of "
                        + String.join(", ", spec.subcommands().keySet()) + ".");
    }
}
