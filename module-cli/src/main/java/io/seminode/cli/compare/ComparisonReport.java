package io.seminode.cli.compare;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.seminode.cli.compare.Locations.Bin;
import io.seminode.cli.experiment.Experiment;
import io.seminode.cli.report.Environment;
import io.seminode.cli.report.Plots;
import io.seminode.cli.report.Plots.Line;
import io.seminode.cli.report.RunFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.knowm.xchart.XYChart;

/** Writes the files of a comparison. */
public final class ComparisonReport {
    private final RunFolder folder;
    private final Experiment experiment;
    private final ComparisonSettings settings;

    /** Into the given folder. */
    public ComparisonReport(RunFolder folder, Experiment experiment, ComparisonSettings settings) {
        this.folder = folder;
        this.experiment = experiment;
        this.settings = settings;
    }

    /** At the start: what is going to be done. */
    public void settings() {
        folder.writeJson("settings.json", settings);
    }

    /** At the start, and again when the engine is chosen. */
    public void environment(Environment environment) {
        folder.writeJson("environment.json", environment);
    }

    /** After each epoch. */
    public void history(List<HistoryRow> rows) {
        folder.writeCsv("history.csv", HistoryRow.class, rows, HistoryRow::measures);
    }

    /** Last of all, the numbers: who finds {@code results.json} takes the run for complete. */
    public void results(ComparisonResult result, Environment environment) {
        folder.writeText("results.md", markdown(result, environment));
        folder.writeJson("results.json", result);
    }

    /**
     * The numbers of the trainings that are finished, when another failed. Continuing the run replaces them.
     *
     * @param failure what the other said
     */
    public void unfinished(ComparisonResult result, Environment environment, String failure) {
        int finished =
                result.norms().stream().mapToInt(norm -> norm.runs().size()).sum();
        folder.writeText(
                "results.md",
                numbers(result, environment) + "\nNot finished: these are " + finished + " of "
                        + settings.repeats() * settings.variants().size() + " trainings. The next one ended so: "
                        + failure
                        + "\n");
    }

    /** At the end, where evaluations and rejected steps fell. */
    public void locations(List<HistoryRow> history, Map<String, Locations> locations) {
        List<LocationRow> rows = new ArrayList<>();
        for (Variant variant : settings.variants()) {
            Locations counted = of(locations, variant.label());
            long missing = steps(history, variant) - counted.located();
            for (Bin bin : counted.bins()) {
                rows.add(new LocationRow(
                        variant.label(), bin.from(), bin.to(), bin.evaluations(), bin.rejectedSteps(), missing));
            }
        }
        folder.writeCsv("locations.csv", LocationRow.class, rows);
    }

    /**
     * A line of {@code locations.csv}: what fell in a piece of the time axis, over all repeats.
     *
     * @param norm of the backward solve, and the tolerance if there are several
     * @param from where the piece begins
     * @param to where it ends
     * @param backwardEvaluations in it
     * @param backwardRejectedSteps that started in it
     * @param unlocatedSteps of the norm whose place is not known and that are in none of its lines: 0, unless a solve took more
     *     than {@link Locations#RECORDED_STEPS}
     */
    @JsonPropertyOrder({"norm", "from", "to", "backward_evaluations", "backward_rejected_steps", "unlocated_steps"})
    public record LocationRow(
            String norm,
            double from,
            double to,
            long backwardEvaluations,
            long backwardRejectedSteps,
            long unlocatedSteps) {}

    /** At the end, the pictures. */
    public void plots(List<HistoryRow> history, Map<String, Locations> locations) {
        List<Line> losses = new ArrayList<>();
        losses.addAll(lines(history, "", false, HistoryRow::trainLoss));
        losses.addAll(lines(history, " (validation)", true, HistoryRow::validationLoss));
        folder.writePlot(
                "loss", Plots.lines(title("loss"), experiment.lossName() + " (dashed: validation)", true, losses));
        folder.writePlot(
                "backward-evaluations",
                Plots.lines(
                        title("backward evaluations"),
                        "Evaluations per training step",
                        false,
                        lines(history, "", false, row -> (double) row.backwardEvaluations() / row.batches())));
        folder.writePlot(
                "histogram-backward-evaluations",
                histogram("where backward evaluations fell", "Evaluations", history, locations, Bin::evaluations));
        folder.writePlot(
                "histogram-rejected-steps",
                histogram(
                        "where backward steps were rejected",
                        "Rejected steps",
                        history,
                        locations,
                        Bin::rejectedSteps));
    }

    /** Backward steps of all trainings of a variant. */
    private static long steps(List<HistoryRow> history, Variant variant) {
        return history.stream()
                .filter(row -> row.isOf(variant))
                .mapToLong(row -> row.backwardAccepted() + row.backwardRejected())
                .sum();
    }

    /** A norm's panel is called by its label; what is missing from it stands there too. */
    static String panel(String label, long steps, long located) {
        return located == steps
                ? label
                : label + String.format(Locale.ROOT, ", without %,d of %,d steps", steps - located, steps);
    }

    private XYChart histogram(
            String what,
            String yTitle,
            List<HistoryRow> history,
            Map<String, Locations> locations,
            ToLongFunction<Bin> count) {
        Map<String, List<Bin>> bins = new LinkedHashMap<>();
        double from = 0;
        for (Variant variant : settings.variants()) {
            Locations counted = of(locations, variant.label());
            bins.put(panel(variant.label(), steps(history, variant), counted.located()), counted.bins());
            from = counted.first();
        }
        return LocationPlot.of(
                title(what), "t (" + experiment.timeUnit() + ")", yTitle, bins, from, count::applyAsLong);
    }

    private String title(String what) {
        String name = experiment.name();
        return Character.toUpperCase(name.charAt(0)) + name.substring(1) + ": " + what;
    }

    /** One line per norm: means over the repeats. */
    private List<Line> lines(
            List<HistoryRow> history, String suffix, boolean dashed, ToDoubleFunction<HistoryRow> value) {
        List<Line> lines = new ArrayList<>();
        List<Variant> variants = settings.variants();
        for (int group = 0; group < variants.size(); group++) {
            Variant variant = variants.get(group);
            int epochs = history.stream()
                    .filter(row -> row.isOf(variant))
                    .mapToInt(HistoryRow::epoch)
                    .max()
                    .orElse(0);
            List<Double> means = new ArrayList<>();
            for (int i = 1; i <= epochs; i++) {
                int epoch = i;
                means.add(history.stream()
                        .filter(row -> row.isOf(variant) && row.epoch() == epoch)
                        .mapToDouble(value)
                        .average()
                        .orElse(Double.NaN));
            }
            lines.add(new Line(variant.label() + suffix, group, dashed, means));
        }
        return lines;
    }

    private String markdown(ComparisonResult result, Environment environment) {
        return numbers(result, environment)
                + "\n![Loss](loss.png)\n![Backward evaluations](backward-evaluations.png)\n"
                + "![Where backward evaluations fell](histogram-backward-evaluations.png)\n"
                + "![Where backward steps were rejected](histogram-rejected-steps.png)\n";
    }

    private String numbers(ComparisonResult result, Environment environment) {
        return "# Comparison of norms: " + experiment.name() + "\n\n"
                + "Problem: " + experiment.description() + ", "
                + String.format(Locale.ROOT, "%,d", result.parameters()) + " parameters.\n"
                + settings.run().describe() + "\nTolerances rtol " + settings.rtol() + ", atol " + settings.atol()
                + ", repeats "
                + settings.repeats() + ".\n"
                + "Run on " + environment.cpu() + ", " + environment.cores() + " cores, device " + environment.device()
                + ", engine " + environment.engine() + ", TensorFlow " + environment.tensorflow() + ", Seminode "
                + environment.seminode() + ", " + environment.date() + ".\n\n"
                + result.table().toMarkdown()
                + "\nEvaluations, steps and seconds are those of a whole training; ± is the standard deviation over"
                + " the repeats. The norms are those of the backward solve, the forward solve always uses "
                + settings.run().solver().norms().forward().name() + ".\n";
    }

    private static Locations of(Map<String, Locations> locations, String norm) {
        return Objects.requireNonNull(locations.get(norm), norm);
    }
}
