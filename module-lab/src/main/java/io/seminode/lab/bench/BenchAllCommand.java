package io.seminode.lab.bench;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.option.Quiet;
import io.seminode.cli.process.Children;
import io.seminode.cli.process.SeminodeProcess;
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
import java.util.Objects;
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
        PrintWriter progress = Quiet.progress(spec);
        requireWritable();
        String tensorflow = "?";
        try (Interruption interruption = new Interruption(() -> {
            err.println("seminode: interrupted; " + left(table));
            err.flush();
        })) {
            for (int i = 0; i < cases.size(); i++) {
                BenchCase each = cases.get(i);
                Child finished = Child.run(words(each), Duration.ofSeconds(timeLimit), interruption::isRequested);
                interruption.endIfRequested();
                Measured measured = measured(finished);
                progress.printf(Locale.ROOT, "[%d/%d] %s: %s%n", i + 1, cases.size(), each, measured.add(table, each));
                progress.flush();
                if (measured.result() != null) {
                    tensorflow = measured.result().tensorflow();
                }
                write(part(), table, tensorflow, "Unfinished: " + (i + 1) + " of " + cases.size() + " measurements.");
            }
        }
        if (table.size() == 0) {
            throw CommandException.failed("Nothing could be measured; the causes are in " + part());
        }
        spec.commandLine().getOut().print(table.table().toText());
        write(out, table, tensorflow, note);
        remove(part());
        spec.commandLine().getOut().println("Written to " + out);
    }

    /** Where the table grows until it is whole. */
    private Path part() {
        return out.resolveSibling(out.getFileName() + ".unfinished");
    }

    private String left(BenchTable table) {
        return table.size() == 0 ? "nothing was measured" : "what was measured is in " + part();
    }

    /** Hours of measurements need a place. */
    private void requireWritable() {
        Path parent = out.toAbsolutePath().getParent();
        try {
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (Files.isDirectory(out)) {
                throw new IOException("it is a folder");
            }
            AtomicFiles.write(part(), file -> Files.writeString(file, ""));
            Files.delete(part());
        } catch (IOException e) {
            throw unwritable(out, e);
        }
    }

    private static CommandException unwritable(Path file, IOException e) {
        return CommandException.failed("Can't write " + file + " ("
                + e.getClass().getSimpleName() + ": " + e.getMessage() + "); choose another with --out.");
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw CommandException.failed(
                    "Can't delete " + file + " (" + e.getClass().getSimpleName() + "); the table is whole without it.");
        }
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

    private Measured measured(Child finished) {
        if (finished.exitCode() != 0) {
            return Measured.not(
                    finished.isTooSlow() ? "not done in " + timeLimit + " s" : Children.lastLine(finished.err()));
        }
        try {
            return new Measured(BenchResult.fromJson(finished.out()), "");
        } catch (IllegalArgumentException e) {
            return Measured.not(Objects.requireNonNull(e.getMessage()));
        }
    }

    /**
     * What a process left.
     *
     * @param result of its measurement; null if there is none
     * @param cause why there is none
     */
    private record Measured(@Nullable BenchResult result, String cause) {
        static Measured not(String cause) {
            return new Measured(null, cause);
        }

        /** Gives a line for progress. */
        String add(BenchTable table, BenchCase what) {
            if (result == null) {
                table.addFailure(what, cause);
                return cause;
            }
            table.add(what, result);
            return String.format(
                    Locale.ROOT, "%.3f ms forward, %.3f ms backward", result.forwardMs(), result.backwardMs());
        }
    }

    private void write(Path place, BenchTable table, String tensorflow, @Nullable String remark) {
        List<String> arguments = spec.root().commandLine().getParseResult().expandedArgs();
        Environment environment = Environment.here(arguments, tensorflow, "cpu", "all", Map.of());
        String text = table.document(environment, SeminodeProcess.typed(arguments), repeats, remark);
        try {
            AtomicFiles.write(place, file -> Files.writeString(file, text));
        } catch (IOException e) {
            throw unwritable(place, e);
        }
    }
}
