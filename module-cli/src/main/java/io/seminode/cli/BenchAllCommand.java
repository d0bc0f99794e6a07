package io.seminode.cli;

import io.seminode.cli.bench.BenchCase;
import io.seminode.cli.bench.BenchProblem;
import io.seminode.cli.bench.BenchResult;
import io.seminode.cli.bench.BenchTable;
import io.seminode.cli.process.Children;
import io.seminode.cli.progress.Interruption;
import io.seminode.cli.report.Environment;
import io.seminode.data.files.AtomicFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures every problem with every norm, adjoint and engine. */
@Command(
        name = "all",
        description = {
            "Time every problem with every norm, adjoint and engine, each in a process of its own, and write a table.",
            "Hours in all on a small machine, minutes with --quick or with --batch ncde=32 --repeats 3. Nothing else should"
                    + " run meanwhile."
        })
final class BenchAllCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--quick", description = "Only the small problems, the paper's adjoint, the native engine.")
    private boolean quick;

    @Mixin
    private final BenchProblemsMixin choice = new BenchProblemsMixin();

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "5",
            description = "Timed solves of each kind. Default: ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "After which a measurement is given up. Default: ${DEFAULT-VALUE}.")
    private long timeLimit;

    @Option(
            names = "--note",
            paramLabel = "TEXT",
            description = "A sentence for the document, such as what else the machine did.")
    private @Nullable String note;

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description =
                    "Compare with these measurements of a peer, a line of JSON each, with fields as bench prints; with the"
                            + " fastest, if there are several of the same solve.")
    private @Nullable Path against;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "docs/BENCHMARKS.md",
            description = "Where the table goes. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("docs", "BENCHMARKS.md");

    @Override
    public void run() {
        if (repeats < 1 || timeLimit < 1) {
            throw CommandException.wrongUsage("Found --repeats " + repeats + " and --time-limit " + timeLimit
                    + ", expected numbers of 1 or more.");
        }
        choice.requireKnown();
        BenchTable table = against == null ? BenchTable.alone() : BenchTable.against(against);
        List<BenchCase> cases = cases();
        PrintWriter err = spec.commandLine().getErr();
        String tensorflow = "?";
        try (Interruption interruption = new Interruption(() -> {
            err.println("seminode: interrupted; nothing was written");
            err.flush();
        })) {
            for (int i = 0; i < cases.size(); i++) {
                BenchCase each = cases.get(i);
                Children.Finished finished =
                        Children.run(words(each), Duration.ofSeconds(timeLimit), interruption::isRequested);
                Launch.requireUninterrupted(interruption);
                String said = add(table, each, finished);
                err.printf(Locale.ROOT, "[%d/%d] %s: %s%n", i + 1, cases.size(), each, said);
                err.flush();
                if (finished.exitCode() == 0) {
                    tensorflow = BenchResult.fromJson(finished.out()).tensorflow();
                }
            }
        }
        if (table.size() == 0) {
            throw CommandException.failed("Nothing could be measured");
        }
        write(table, tensorflow);
        spec.commandLine().getOut().print(table.table().toText());
        spec.commandLine().getOut().println("Written to " + out);
    }

    private List<BenchCase> cases() {
        if (quick && !choice.isNarrowed()) {
            return BenchCase.quick();
        }
        List<String> names = choice.problems().stream().map(BenchProblem::name).toList();
        return quick ? BenchCase.quickOf(names) : BenchCase.of(names);
    }

    private List<String> words(BenchCase each) {
        List<String> words = new ArrayList<>(each.words(repeats));
        words.addAll(choice.batch(each.problem()));
        return words;
    }

    /** Gives a line for progress. */
    private String add(BenchTable table, BenchCase each, Children.Finished finished) {
        if (finished.exitCode() == 0) {
            BenchResult result = BenchResult.fromJson(finished.out());
            table.add(each, result);
            return String.format(
                    Locale.ROOT, "%.3f ms forward, %.3f ms backward", result.forwardMs(), result.backwardMs());
        }
        String cause = finished.isTooSlow() ? "not done in " + timeLimit + " s" : Children.lastLine(finished.err());
        table.addFailure(each, cause);
        return cause;
    }

    private void write(BenchTable table, String tensorflow) {
        List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
        Environment environment = Environment.here(
                arguments, Versions.seminode(), tensorflow, Versions.of("tensorflow"), "cpu", "all", Map.of());
        String text = table.document(environment, Launch.line(arguments), repeats, note);
        try {
            Path parent = out.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            AtomicFiles.write(out, file -> Files.writeString(file, text));
        } catch (IOException e) {
            throw CommandException.failed("Can't write " + out + " ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage() + "); choose another with --out.");
        }
    }
}
