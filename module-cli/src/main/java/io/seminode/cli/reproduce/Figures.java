package io.seminode.cli.reproduce;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.seminode.cli.compare.LocationPlot;
import io.seminode.cli.compare.Locations.Bin;
import io.seminode.cli.grid.Tolerance;
import io.seminode.cli.report.Curves;
import io.seminode.cli.report.Curves.Curve;
import io.seminode.cli.report.Estimate;
import io.seminode.cli.report.Plots;
import io.seminode.cli.report.Plots.Line;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.report.TextTable;
import io.seminode.cli.train.LocationRow;
import io.seminode.cli.train.TestPass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Makes the figures that are plots of trainings: 1, 4, 5 and 6, each as PNG and SVG. */
final class Figures {
    /** Of the solves of all experiments. */
    private static final double BEGIN = 0;

    private final RunFolder folder;

    Figures(RunFolder folder) {
        this.folder = folder;
    }

    /** Figure 1: accuracy and evaluations by epoch; returns the Markdown. */
    String duringTraining(RecipeResult result) {
        plot(
                "fig1-accuracy",
                result,
                "validation accuracy",
                "Validation accuracy",
                record -> record.perEpoch("validation_accuracy"));
        plot(
                "fig1-evaluations",
                result,
                "backward evaluations",
                "Backward evaluations in the epoch",
                record -> record.perEpoch("backward_evaluations"));
        return Target.FIG1.heading()
                + image("Accuracy", "fig1-accuracy")
                + image("Evaluations", "fig1-evaluations")
                + Tables.inThePaper(PaperNumber.of(Target.FIG1));
    }

    private void plot(
            String name, RecipeResult result, String what, String yTitle, Function<RunRecord, List<Double>> perEpoch) {
        List<Line> lines = new ArrayList<>();
        List<String> norms = result.norms();
        for (int group = 0; group < norms.size(); group++) {
            List<List<Double>> repeats =
                    result.of(norms.get(group)).stream().map(perEpoch).toList();
            List<Estimate> estimates = perEpochEstimates(repeats);
            String norm = norms.get(group);
            lines.add(new Line(
                    norm, group, false, estimates.stream().map(Estimate::mean).toList()));
            if (repeats.size() > 1) {
                lines.add(deviated(norm + " (less one deviation)", group, estimates, -1));
                lines.add(deviated(norm + " (plus one deviation)", group, estimates, 1));
            }
        }
        String title = result.recipe().label() + ": " + what;
        folder.writePlot(name, Plots.lines(title, yTitle, false, lines));
    }

    private static List<Estimate> perEpochEstimates(List<List<Double>> repeats) {
        int epochs = repeats.stream().mapToInt(List::size).min().orElse(0);
        List<Estimate> estimates = new ArrayList<>();
        for (int i = 0; i < epochs; i++) {
            int epoch = i;
            estimates.add(Estimate.of(
                    repeats.stream().mapToDouble(values -> values.get(epoch)).toArray()));
        }
        return estimates;
    }

    private static Line deviated(String name, int group, List<Estimate> estimates, int sign) {
        return new Line(
                name,
                group,
                true,
                estimates.stream()
                        .map(e -> e.mean() + sign * Objects.requireNonNullElse(e.standardDeviation(), 0.0))
                        .toList());
    }

    /** Figure 4: where evaluations fall; returns the Markdown. */
    String evaluations(List<RecipeResult> results) {
        return locations(
                Target.FIG4, results, "backward evaluations", "Evaluations", RunRecord::locations, Bin::evaluations);
    }

    /**
     * Figure 5: where steps are rejected; returns the Markdown.
     *
     * @param published whether they are counted as the paper's code does
     */
    String rejections(List<RecipeResult> results, boolean published) {
        return published
                ? locations(
                        Target.FIG5,
                        results.stream().filter(RecipeResult::isReadAsPublished).toList(),
                        "rejected backward steps as published",
                        "Rejected steps",
                        RunRecord::publishedLocations,
                        Bin::rejectedSteps)
                : locations(
                        Target.FIG5,
                        results,
                        "rejected backward steps",
                        "Rejected steps",
                        RunRecord::locations,
                        Bin::rejectedSteps);
    }

    private String locations(
            Target target,
            List<RecipeResult> results,
            String what,
            String yTitle,
            Function<RunRecord, List<LocationRow>> rows,
            ToLongFunction<Bin> count) {
        StringBuilder markdown = new StringBuilder(target.heading());
        for (RecipeResult result : results) {
            int passes = result.seeds().size();
            ToDoubleFunction<Bin> perPass = bin -> (double) count.applyAsLong(bin) / passes;
            Map<String, List<Bin>> bins = new LinkedHashMap<>();
            List<String> totals = new ArrayList<>();
            result.records().forEach((norm, records) -> {
                List<Bin> sums = sum(records, rows);
                String label = norm + unlocated(records);
                bins.put(label, sums);
                totals.add(String.format(
                        Locale.ROOT,
                        "%,.0f with %s",
                        sums.stream().mapToDouble(perPass).sum(),
                        label));
            });
            double rtol = result.recipe().grid().tolerances().get(0).rtol();
            String name = target.id() + "-" + result.recipe().id() + "-" + Tolerance.text(rtol);
            String title =
                    result.recipe().label() + ": " + what + (passes == 1 ? "" : ", mean of " + passes + " passes");
            folder.writePlot(name, LocationPlot.of(title, "t", yTitle, bins, BEGIN, perPass));
            markdown.append(image(result.recipe().label(), name))
                    .append(title)
                    .append(": ")
                    .append(String.join("; ", totals))
                    .append(".\n\n");
        }
        return markdown.toString();
    }

    /** For the legend: of how many steps the places are known, if not of all: the first of each solve are. */
    static String unlocated(List<RunRecord> records) {
        List<TestPass> passes = records.stream()
                .map(record -> Objects.requireNonNull(record.pass()))
                .toList();
        long steps = passes.stream()
                .mapToLong(pass -> pass.accepted() + pass.rejected())
                .sum();
        long located = passes.stream().mapToLong(TestPass::located).sum();
        return located >= steps
                ? ""
                : String.format(
                        Locale.ROOT, ", of which only %.1f %% of the steps are located", 100.0 * located / steps);
    }

    /** The bins of all repeats, added. */
    private static List<Bin> sum(List<RunRecord> records, Function<RunRecord, List<LocationRow>> rows) {
        Map<Long, Bin> sums = new TreeMap<>();
        for (RunRecord record : records) {
            for (LocationRow row : rows.apply(record)) {
                long index = Math.round(row.from() / (row.to() - row.from()));
                sums.merge(
                        index,
                        row.bin(),
                        (a, b) -> new Bin(
                                a.from(),
                                a.to(),
                                a.evaluations() + b.evaluations(),
                                a.rejectedSteps() + b.rejectedSteps()));
            }
        }
        return List.copyOf(sums.values());
    }

    /**
     * A point of figure 6.
     *
     * @param model what was trained
     * @param parameters of it
     * @param ratio of parameters to the numbers of the state of a batch
     * @param savedPercentMean evaluations saved by the seminorm
     * @param savedPercentDeviation their standard deviation; null for a single training
     */
    @JsonPropertyOrder({"model", "parameters", "ratio", "saved_percent_mean", "saved_percent_deviation"})
    record SizeRow(
            String model,
            long parameters,
            double ratio,
            double savedPercentMean,
            @Nullable Double savedPercentDeviation) {}

    /** Figure 6: evaluations saved by the second norm, by size of the network; returns the Markdown. */
    String sizes(List<RecipeResult> results, int stateOfABatch) {
        List<SizeRow> rows = new ArrayList<>();
        TextTable table = TextTable.withHeader("Model", "Parameters", "Parameters / state", "NFE saved");
        for (RecipeResult result : results) {
            long parameters = result.comparison().parameters();
            Estimate saved =
                    Objects.requireNonNull(result.comparison().norms().get(1).backwardEvaluationsSavedPercent());
            double ratio = (double) parameters / stateOfABatch;
            rows.add(new SizeRow(result.recipe().label(), parameters, ratio, saved.mean(), saved.standardDeviation()));
            table.row(
                    result.recipe().label(),
                    String.format(Locale.ROOT, "%,d", parameters),
                    String.format(Locale.ROOT, "%.2f", ratio),
                    saved.format("%.1f") + " %");
        }
        folder.writeCsv("fig6.csv", SizeRow.class, rows);
        folder.writePlot(
                "fig6",
                Curves.plot(
                        "Evaluations saved by the seminorm",
                        "Parameters for each number of the state of a batch",
                        "Backward evaluations saved (%)",
                        true,
                        List.of(new Curve(
                                "seminorm against default",
                                1,
                                true,
                                rows.stream().map(SizeRow::ratio).toList(),
                                rows.stream().map(SizeRow::savedPercentMean).toList(),
                                rows.stream()
                                        .map(row -> Objects.requireNonNullElse(row.savedPercentDeviation(), 0.0))
                                        .toList()))));
        return Target.FIG6.heading() + image("Evaluations saved", "fig6") + table.toMarkdown() + "\n";
    }

    /** An image, as Markdown. */
    static String image(String text, String name) {
        return "![" + text + "](" + name + ".png)\n\n";
    }
}
