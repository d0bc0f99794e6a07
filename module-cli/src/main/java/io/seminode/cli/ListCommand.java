package io.seminode.cli;

import io.seminode.cli.report.TextTable;
import io.seminode.solver.spi.Configurable;
import io.seminode.solver.spi.Named;
import io.seminode.solver.spi.Providers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private final JsonOption json = new JsonOption();

    @Override
    public void run() {
        Providers<? extends Named> providers = listing.load();
        json.print(
                spec.commandLine().getOut(),
                () -> Map.of(
                        listing.name().toLowerCase(Locale.ROOT),
                        providers.all().stream().map(ListCommand::entry).toList()),
                out -> out.print(table(providers).leftAligned().toText()));
    }

    /** What there is of one, as a program reads it: always all. */
    private static Map<String, Object> entry(Named provider) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", provider.name());
        entry.put("description", provider.description());
        entry.put(
                "options",
                provider instanceof Configurable<?> configurable
                        ? configurable.options().stream()
                                .map(o -> Map.of(
                                        "name", o.name(),
                                        "default", o.otherwise(),
                                        "description", o.description()))
                                .toList()
                        : List.of());
        entry.put("from", Providers.describe(provider));
        return entry;
    }

    private TextTable table(Providers<? extends Named> providers) {
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
        return table;
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
