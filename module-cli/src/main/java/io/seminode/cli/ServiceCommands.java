package io.seminode.cli;

import io.seminode.cli.spi.Subcommand;
import io.seminode.solver.spi.Providers;
import io.seminode.solver.spi.RejectedProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;

/** The commands that modules and plugins provide. */
final class ServiceCommands {
    private ServiceCommands() {}

    /** Adds those there are, and tells which can't be used. */
    static List<RejectedProvider> addTo(CommandLine commandLine) {
        Providers<Subcommand> found = Providers.load("command", Subcommand.class, ServiceLoader.load(Subcommand.class));
        List<RejectedProvider> rejected = new ArrayList<>(found.rejected());
        for (Subcommand command : found.all()) {
            if (commandLine.getSubcommands().containsKey(command.name())) {
                rejected.add(new RejectedProvider(
                        Providers.describe(command),
                        "its name \"" + command.name() + "\" is that of a command of Seminode"));
                continue;
            }
            try {
                commandLine.addSubcommand(command);
            } catch (RuntimeException | LinkageError e) {
                commandLine.getCommandSpec().removeSubcommand(command.name()); // which may have got in before it failed
                rejected.add(new RejectedProvider(Providers.describe(command), RejectedProvider.reason(e)));
            }
        }
        return rejected;
    }
}
