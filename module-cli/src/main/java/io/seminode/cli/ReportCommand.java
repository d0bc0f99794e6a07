package io.seminode.cli;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.html.HtmlReport;
import io.seminode.data.files.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts runs into one HTML file. */
@Command(
        name = "report",
        description = {
            "Put runs into one HTML file that needs nothing else: results, plots, history, settings, environment, log.",
            "A run is a folder that train, compare or reproduce made; of one that sweep made, its runs follow it."
        })
final class ReportCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run folders.")
    private List<Path> runs = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file; one that is there is replaced. Default: report.html in the first run's folder.")
    private @Nullable Path out;

    /** For picocli. */
    ReportCommand() {}

    @Override
    public Integer call() {
        Path file = out == null ? runs.get(0).resolve("report.html") : out;
        String html = HtmlReport.of(runs, file);
        try {
            AtomicFiles.write(file, temporary -> Files.writeString(temporary, html));
        } catch (IOException e) {
            throw CommandException.failed(
                    "Can't write " + file + " (" + e.getClass().getSimpleName() + "); choose another with --out.");
        }
        spec.commandLine().getOut().println("Written to " + file);
        return 0;
    }
}
