package io.seminode.cli;

import io.seminode.cli.report.TextTable;
import io.seminode.solver.spi.Configurable;
import io.seminode.solver.spi.Named;
import io.seminode.solver.spi.Providers;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Lists what can be chosen by name, our own and what plugins bring. */
@Command(
        name = "list",
        description =
                "List norms, methods, controllers, adjoints, problems or data sets; with --verbose also the options of each and where it comes from.")
final class ListCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Main main;

    @Parameters(
            paramLabel = "WHAT",
            converter = Choices.ListingChoice.class,
            description = "norms, methods, controllers, adjoints, problems or data")
    @SuppressWarnings("NullAway.Init") // picocli sets it: the parameter is required
    private Choices.Listing listing;

    @Override
    public void run() {
        Providers<? extends Named> providers = listing.load();
        TextTable table = main.isVerbose()
                ? TextTable.withHeader("Name", "Description", "Options", "From")
                : TextTable.withHeader("Name", "Description");
        for (Named provider : providers.all()) {
            if (main.isVerbose()) {
                table.row(provider.name(), provider.description(), options(provider), Providers.describe(provider));
            } else {
                table.row(provider.name(), provider.description());
            }
        }
        spec.commandLine().getOut().print(table.leftAligned().toText());
    }

    /** As they are by default. */
    private static String options(Named provider) {
        return provider instanceof Configurable<?> configurable
                ? configurable.options().stream()
                        .map(o -> o.name() + "=" + o.otherwise() + " (" + o.description() + ")")
                        .collect(Collectors.joining(", "))
                : "";
    }
}
