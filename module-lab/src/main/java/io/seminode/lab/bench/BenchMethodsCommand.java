package io.seminode.lab.bench;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.option.Quiet;
import io.seminode.cli.report.TextTable;
import io.seminode.lab.bench.MethodsBench.Cost;
import io.seminode.lab.bench.MethodsBench.Row;
import io.seminode.lab.bench.MethodsBench.Subject;
import io.seminode.solver.method.Method;
import io.seminode.solver.method.Methods;
import io.seminode.solver.tensor.ExecutionOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures every method. */
@Command(
        name = "methods",
        description = {
            "Measure the order of every method, and what it takes to solve three",
            "problems to an error of 1e-6: evaluations of the field and milliseconds."
        })
final class BenchMethodsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--markdown", description = "Print the table as Markdown.")
    private boolean markdown;

    @Option(names = "--method", paramLabel = "NAME", description = "Only this method; see: seminode list methods.")
    private @Nullable String method;

    @Override
    public void run() {
        Collection<Method> methods;
        try {
            methods = method == null
                    ? Methods.load().all()
                    : List.of(Methods.load().get(method));
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(e);
        }
        MethodsBench bench = new MethodsBench(ExecutionOptions.NATIVE_CPU);
        List<String> header = new ArrayList<>(List.of("method", "order", "measured"));
        for (Subject subject : Subject.values()) {
            header.add(subject.title());
            header.add("ms");
        }
        TextTable table = TextTable.withHeader(header);
        PrintWriter progress = Quiet.progress(spec);
        for (Method each : methods) {
            // Minutes in all: say what is being measured.
            progress.println("measuring " + each.name());
            progress.flush();
            table.row(cells(bench.measure(each)));
        }
        spec.commandLine().getOut().print(markdown ? table.toMarkdown() : table.toText());
        spec.commandLine().getOut().flush();
    }

    private static List<String> cells(Row row) {
        List<String> cells = new ArrayList<>();
        cells.add(row.method());
        cells.add(Integer.toString(row.nominal()));
        cells.add(String.format(Locale.ROOT, "%.2f", row.order()));
        for (Cost cost : row.costs()) {
            cells.add(cost == null ? "-" : Long.toString(cost.evaluations()));
            cells.add(cost == null ? "-" : String.format(Locale.ROOT, "%.2f", cost.milliseconds()));
        }
        return cells;
    }
}
