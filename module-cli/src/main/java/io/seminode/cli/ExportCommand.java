package io.seminode.cli;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.report.TextTable;
import io.seminode.models.predict.ModelExport;
import io.seminode.solver.tensor.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a stored model as a TensorFlow SavedModel. */
@Command(
        name = "export",
        description = {
            "Write a stored model as a TensorFlow SavedModel, for TensorFlow Serving or TensorFlow in another language.",
            "The signature goes to standard output; what its numbers mean is in DIR/assets.extra/seminode.json."
        })
final class ExportCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model that \"seminode train\" or Tribuo stored.")
    @SuppressWarnings("NullAway.Init") // picocli sets it: the parameter is required
    private Path model;

    @Parameters(index = "1", paramLabel = "DIR", description = "A folder that is not there yet, or empty.")
    @SuppressWarnings("NullAway.Init") // picocli sets it: the parameter is required
    private Path folder;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "Examples that are given together: the shapes are fixed. Default: ${DEFAULT-VALUE}.")
    private int batch;

    /** For picocli. */
    ExportCommand() {}

    @Override
    public void run() {
        if (batch < 1) {
            throw CommandException.wrongUsage("Found --batch " + batch + ", expected 1 or more.");
        }
        requireEmpty();
        ModelExport export = StoredModel.export(model);
        ModelExport.Signature signature;
        try {
            signature = export.write(folder, batch);
        } catch (IOException e) {
            throw CommandException.failed("Can't write " + folder + ": " + e.getMessage());
        }
        TextTable table =
                TextTable.withHeader(List.of("", "Name", "Type", "Shape")).leftAligned();
        signature.inputs().forEach(input -> row(table, "input", input));
        signature.outputs().forEach(output -> row(table, "output", output));
        spec.commandLine().getOut().print(table.toText());
        spec.commandLine().getOut().println("Written to " + folder);
    }

    private static void row(TextTable table, String role, TensorSpec tensor) {
        table.row(List.of(
                role,
                tensor.name(),
                tensor.type().getSimpleName().substring(1).toLowerCase(Locale.ROOT),
                tensor.shape().toString()));
    }

    private void requireEmpty() {
        try {
            if (Files.exists(folder)) {
                try (var entries = Files.list(folder)) {
                    if (entries.findAny().isPresent()) {
                        throw CommandException.wrongUsage(
                                "Found files in " + folder + ", expected a folder that is not there yet, or empty.");
                    }
                }
            }
        } catch (IOException e) {
            throw CommandException.failed("Can't read " + folder + ": " + e.getMessage());
        }
    }
}
