package io.seminode.lab.bench;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.option.Quiet;
import io.seminode.cli.process.Children;
import io.seminode.cli.progress.Interruption;
import io.seminode.cli.report.TextTable;
import io.seminode.solver.Adjoint;
import io.seminode.solver.AdjointMode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what every adjoint costs, and how accurate its gradient is. */
@Command(
        name = "adjoints",
        description = {
            "Measure every adjoint, and the faithful backsolve, with the seminorm on the native engine: milliseconds,",
            "evaluations backward, memory, and how far the gradient is from one in float64 at a tolerance of 1e-9.",
            "Each measurement is a process of its own; the true gradient takes most of its time."
        })
final class BenchAdjointsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final BenchProblemsMixin choice = new BenchProblemsMixin();

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "3",
            description = "Timed solves of each kind. Default: ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "After which a measurement is given up. Default: ${DEFAULT-VALUE}.")
    private long timeLimit;

    @Option(names = "--markdown", description = "Print the table as Markdown.")
    private boolean markdown;

    /**
     * A row of the table.
     *
     * @param words of the command that measures it
     */
    private record Case(String problem, Adjoint adjoint, AdjointMode mode, List<String> words) {
        String title() {
            return adjoint.id() + (mode == AdjointMode.FAITHFUL ? ", faithful" : "");
        }
    }

    @Override
    public void run() {
        if (repeats < 1 || timeLimit < 1) {
            throw CommandException.wrongUsage("Found --repeats " + repeats + " and --time-limit " + timeLimit
                    + ", expected numbers of 1 or more.");
        }
        choice.requireKnown();
        TextTable table = TextTable.withHeader(List.of(
                "problem",
                "adjoint",
                "forward ms",
                "backward ms",
                "backward evaluations",
                "peak MiB",
                "gradient error"));
        List<Case> cases = cases();
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter progress = Quiet.progress(spec);
        try (Interruption interruption = new Interruption(() -> {
            err.println("seminode: interrupted");
            err.flush();
        })) {
            for (int i = 0; i < cases.size(); i++) {
                Case each = cases.get(i);
                Child finished = Child.run(each.words(), Duration.ofSeconds(timeLimit), interruption::isRequested);
                interruption.endIfRequested();
                String said = finished.exitCode() == 0
                        ? add(table, each, BenchResult.fromJson(finished.out()))
                        : finished.isTooSlow() ? "not done in " + timeLimit + " s" : Children.lastLine(finished.err());
                if (finished.exitCode() != 0) {
                    table.row(List.of(each.problem(), each.title(), "-", "-", "-", "-", "-"));
                }
                progress.printf(
                        Locale.ROOT, "[%d/%d] %s, %s: %s%n", i + 1, cases.size(), each.problem(), each.title(), said);
                progress.flush();
            }
        }
        spec.commandLine().getOut().print(markdown ? table.toMarkdown() : table.toText());
        spec.commandLine().getOut().flush();
    }

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (BenchProblem problem : choice.problems()) {
            for (Adjoint adjoint : Adjoint.values()) {
                cases.add(of(problem.name(), adjoint, AdjointMode.LAZY));
            }
            cases.add(of(problem.name(), Adjoint.BACKSOLVE, AdjointMode.FAITHFUL));
        }
        return cases;
    }

    private Case of(String problem, Adjoint adjoint, AdjointMode mode) {
        List<String> words = new ArrayList<>(List.of("bench", problem, "--engine", "native", "--gradient-error"));
        words.addAll(List.of("--adjoint", adjoint.id(), "--mode", mode.id(), "--repeats", Integer.toString(repeats)));
        words.addAll(choice.batch(problem));
        return new Case(problem, adjoint, mode, words);
    }

    /** Gives a line for progress. */
    private static String add(TextTable table, Case each, BenchResult result) {
        table.row(List.of(
                each.problem() + ", batch " + result.batch(),
                each.title(),
                String.format(Locale.ROOT, "%.1f", result.forwardMs()),
                String.format(Locale.ROOT, "%.1f", result.backwardMs()),
                Long.toString(result.backwardNfe()),
                result.peakRssMib() == null ? "-" : Long.toString(result.peakRssMib()),
                result.gradientError() == null ? "-" : String.format(Locale.ROOT, "%.0e", result.gradientError())));
        return result.backwardNfe() + " evaluations backward";
    }
}
