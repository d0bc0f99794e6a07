package io.seminode.cli.sweep;

import io.seminode.cli.grid.GridRun;
import io.seminode.cli.grid.Tolerance;
import io.seminode.cli.report.Estimate;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.report.TextTable;
import io.seminode.cli.train.TrainResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Gathers the results of a sweep from its run folders, and writes them together. */
final class SweepReport {
    private final Sweep sweep;
    private final RunFolder folder;

    SweepReport(Sweep sweep, RunFolder folder) {
        this.sweep = sweep;
        this.folder = folder;
    }

    /**
     * What {@code results.json} holds.
     *
     * @param summary one entry for each problem, its options, norm and tolerance: estimates over the seeds
     * @param runs the finished ones
     * @param left by the description of each run that is not finished, why: an error, or that it was not begun
     */
    record Results(List<Summary> summary, List<SweepRow> runs, Map<String, String> left) {}

    /**
     * Repeats of one training with several seeds.
     *
     * @param options that not all runs of the problem have
     * @param runs how many are finished
     */
    record Summary(
            String problem,
            String options,
            String norm,
            double rtol,
            double atol,
            int runs,
            Estimate testLoss,
            Map<String, Estimate> testMeasures,
            Estimate forwardEvaluations,
            Estimate backwardEvaluations,
            Estimate seconds) {}

    /**
     * Writes {@code results.csv}, {@code results.json} and {@code results.md}, of those that are finished.
     *
     * @param errors what those that failed said, by folder
     * @return the table of the summary
     */
    TextTable write(Map<String, String> errors) {
        List<SweepRow> rows = new ArrayList<>();
        Map<String, String> left = new LinkedHashMap<>();
        Set<GridRun> unfinished = new HashSet<>(sweep.left());
        for (GridRun run : sweep.runs()) {
            if (unfinished.contains(run)) {
                left.put(sweep.describe(run), errors.getOrDefault(run.folder(), "not finished"));
            } else {
                RunFolder place = RunFolder.open(sweep.folder().of(run));
                rows.add(SweepRow.of(
                        run, sweep.optionsThatDiffer(run), place.readJson("results.json", TrainResult.class)));
            }
        }
        Results results = new Results(summaries(rows), rows, left);
        folder.writeCsv("results.csv", SweepRow.class, rows, row -> testMeasures(row));
        folder.writeJson("results.json", results);
        TextTable table = table(results.summary());
        folder.writeText("results.md", markdown(table, results));
        return table;
    }

    private static Map<String, Double> testMeasures(SweepRow row) {
        Map<String, Double> named = new LinkedHashMap<>();
        row.measures().forEach((name, value) -> named.put("test " + name, value));
        return named;
    }

    private static List<Summary> summaries(List<SweepRow> rows) {
        Map<String, List<SweepRow>> groups = new LinkedHashMap<>();
        rows.forEach(row ->
                groups.computeIfAbsent(row.group(), g -> new ArrayList<>()).add(row));
        return groups.values().stream().map(SweepReport::summary).toList();
    }

    private static Summary summary(List<SweepRow> rows) {
        SweepRow first = rows.get(0);
        Map<String, Estimate> measures = new LinkedHashMap<>();
        for (String name : first.measures().keySet()) {
            measures.put(name, estimate(rows, row -> row.measures().getOrDefault(name, Double.NaN)));
        }
        return new Summary(
                first.problem(),
                first.options(),
                first.norm(),
                first.rtol(),
                first.atol(),
                rows.size(),
                estimate(rows, SweepRow::testLoss),
                measures,
                estimate(rows, SweepRow::forwardEvaluations),
                estimate(rows, SweepRow::backwardEvaluations),
                estimate(rows, SweepRow::seconds));
    }

    private static Estimate estimate(List<SweepRow> rows, ToDoubleFunction<SweepRow> number) {
        return Estimate.of(rows.stream().mapToDouble(number).toArray());
    }

    private static TextTable table(List<Summary> summaries) {
        boolean hasOptions = summaries.stream().anyMatch(s -> !s.options().isEmpty());
        List<String> header = new ArrayList<>(List.of("Problem"));
        if (hasOptions) {
            header.add("Options");
        }
        header.addAll(List.of(
                "Norm",
                "rtol",
                "atol",
                "Runs",
                "Test loss",
                "Test measures",
                "Forward eval.",
                "Backward eval.",
                "Seconds"));
        TextTable table = TextTable.withHeader(header);
        for (Summary s : summaries) {
            List<String> measures = new ArrayList<>();
            s.testMeasures().forEach((name, value) -> measures.add(name + " " + value.format("%.4f")));
            List<String> cells = new ArrayList<>(List.of(s.problem()));
            if (hasOptions) {
                cells.add(s.options().isEmpty() ? "-" : s.options());
            }
            cells.addAll(List.of(
                    s.norm(),
                    Tolerance.text(s.rtol()),
                    Tolerance.text(s.atol()),
                    Integer.toString(s.runs()),
                    s.testLoss().format("%.3e"),
                    String.join(", ", measures),
                    s.forwardEvaluations().format("%,.0f"),
                    s.backwardEvaluations().format("%,.0f"),
                    s.seconds().format("%.1f")));
            table.row(cells);
        }
        return table;
    }

    private static String markdown(TextTable table, Results results) {
        StringBuilder text = new StringBuilder("# Sweep\n\n")
                .append(table.toMarkdown())
                .append(
                        "\nEvaluations and seconds are those of a whole training; ± is the standard deviation over the seeds.")
                .append(" Each run's line is in results.csv.\n");
        if (!results.left().isEmpty()) {
            text.append("\nNot finished:\n\n");
            results.left()
                    .forEach((run, cause) -> text.append("- ")
                            .append(run)
                            .append(": ")
                            .append(cause)
                            .append('\n'));
        }
        return text.toString();
    }
}
