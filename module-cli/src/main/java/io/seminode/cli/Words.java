package io.seminode.cli;

import io.seminode.cli.experiment.Experiment;
import io.seminode.cli.experiment.Experiments;
import io.seminode.cli.experiment.Preset;
import io.seminode.cli.option.Choice;
import io.seminode.solver.control.Controllers;
import io.seminode.solver.method.Methods;
import io.seminode.solver.norm.Norms;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The words that a shell offers for an option's value: names as the command takes them. By itself picocli offers the constants of
 * Java's enumerations, and keeps them by the label of the value, which many options of ours have in common.
 */
final class Words {
    private Words() {}

    /** Gives every option of the command and its subcommands, and every parameter, its words and a label of its own. */
    static void into(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        for (OptionSpec option : List.copyOf(spec.options())) {
            Optional<List<String>> words = of(option.longestName(), option, spec);
            if (words.isPresent() && !option.inherited()) {
                spec.remove(option);
                spec.addOption(option.toBuilder()
                        .paramLabel(option.longestName().substring(2).toUpperCase(Locale.ROOT))
                        .completionCandidates(words.get())
                        .build());
            }
        }
        for (PositionalParamSpec parameter : List.copyOf(spec.positionalParameters())) {
            of("", parameter, spec).ifPresent(words -> {
                spec.remove(parameter);
                spec.addPositional(
                        parameter.toBuilder().completionCandidates(words).build());
            });
        }
        command.getSubcommands().values().forEach(Words::into);
    }

    private static Optional<List<String>> of(String option, ArgSpec argument, CommandSpec command) {
        return switch (option) {
            case "--norm", "--norms", "--forward-norm" ->
                Optional.of(Norms.load().names());
            case "--method" -> Optional.of(Methods.load().names());
            case "--controller" -> Optional.of(Controllers.load().names());
            case "--preset" -> presets(command).or(() -> constants(argument));
            default -> constants(argument);
        };
    }

    /** Of the problem that a command trains. */
    private static Optional<List<String>> presets(CommandSpec command) {
        return Experiments.all().stream()
                .filter(experiment -> experiment.name().equals(command.name()))
                .findFirst()
                .map(Experiment::presets)
                .map(presets -> presets.stream().map(Preset::name).toList());
    }

    /** Those that the argument's converter takes; empty if it has none, or no constants. */
    private static Optional<List<String>> constants(ArgSpec argument) {
        ITypeConverter<?>[] converters = argument.converters();
        if (converters.length == 0) {
            return Optional.empty();
        }
        if (converters[0] instanceof Choice<?> choice) {
            return Optional.of(choice.names());
        }
        List<String> taken = new ArrayList<>();
        Object[] constants = argument.auxiliaryTypes()[0].getEnumConstants();
        for (Object constant : constants == null ? new Object[0] : constants) {
            String name = constant.toString().toLowerCase(Locale.ROOT).replace('_', '-');
            if (takes(converters[0], name)) {
                taken.add(name);
            }
        }
        return taken.isEmpty() ? Optional.empty() : Optional.of(taken);
    }

    private static boolean takes(ITypeConverter<?> converter, String name) {
        try {
            return converter.convert(name) != null;
        } catch (Exception e) { // it says of what it does not take what it knows
            return false;
        }
    }
}
