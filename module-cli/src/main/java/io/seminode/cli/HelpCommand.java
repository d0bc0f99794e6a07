package io.seminode.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the help of a command, as {@code --help} behind it does. */
@Command(name = "help", description = "Show help: of a command, such as \"seminode help train pendulum\", or of all.")
final class HelpCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command, with its subcommand if it has one.")
    private List<String> names = List.of();

    @Override
    public void run() {
        CommandLine shown = spec.root().commandLine();
        for (String name : names) {
            @Nullable CommandLine next = shown.getSubcommands().get(name);
            if (next == null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Unknown command \"" + name + "\" found, expected "
                                + (shown.getSubcommands().isEmpty()
                                        ? "none here."
                                        : "one of "
                                                + String.join(
                                                        ", ",
                                                        shown.getSubcommands().keySet()) + "."));
            }
            shown = next;
        }
        shown.usage(spec.commandLine().getOut());
    }
}
