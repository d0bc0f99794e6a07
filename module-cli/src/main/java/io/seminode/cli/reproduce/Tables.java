package io.seminode.cli.reproduce;

import io.seminode.cli.compare.ComparisonResult.NormResult;
import io.seminode.cli.report.Estimate;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.report.TextTable;
import io.seminode.cli.train.TestPass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the tables: each as CSV and JSON, and as Markdown for the document. */
final class Tables {
    private static final String NOTHING = "-";
    private static final PaperTables PAPER = PaperTables.read();

    private final RunFolder folder;
    private final Scale scale;

    Tables(RunFolder folder, Scale scale) {
        this.folder = folder;
        this.scale = scale;
    }

    /**
     * What is written as JSON.
     *
     * @param title what it shows
     * @param scale of the trainings
     * @param rows of the table
     * @param paper the tables of the paper
     */
    record Content<R>(String title, String scale, List<R> rows, PaperTables paper) {}

    /** Tables 1 to 3; returns the Markdown. */
    String trainings(Target target, Measure measure, List<RecipeResult> results) {
        List<TrainingRow> rows = new ArrayList<>();
        for (RecipeResult result : results) {
            for (NormResult norm : result.comparison().norms()) {
                rows.add(TrainingRow.of(result.recipe().label(), measure, norm, result.steps(norm.norm())));
            }
        }
        TextTable table = TextTable.withHeader(
                "Model",
                "Norm",
                measure.title(),
                "Backward NFE",
                "NFE a training step",
                "NFE saved",
                "Seconds of training");
        for (TrainingRow row : rows) {
            table.row(
                    row.model(),
                    row.norm(),
                    format(row.measureMean(), row.measureDeviation(), measure.format()),
                    format(row.evaluationsMean(), row.evaluationsDeviation(), "%,.0f"),
                    String.format(Locale.ROOT, "%,.0f", row.evaluationsPerStep()),
                    row.savedPercentMean() == null
                            ? NOTHING
                            : format(row.savedPercentMean(), row.savedPercentDeviation(), "%.1f") + " %",
                    String.format(Locale.ROOT, "%.1f", row.secondsMean()));
        }
        return write(target, TrainingRow.class, rows, table, PAPER.trainings(target, measure));
    }

    private static String format(double mean, @Nullable Double deviation, String format) {
        return new Estimate(mean, deviation).format(format);
    }

    /** Table 4; returns the Markdown. */
    String steps(List<RecipeResult> results) {
        List<StepsRow> rows = new ArrayList<>();
        for (RecipeResult result : results) {
            for (String norm : result.norms()) {
                List<TestPass> passes = result.of(norm).stream()
                        .map(record -> Objects.requireNonNull(record.pass()))
                        .toList();
                rows.add(StepsRow.of(result.recipe().label(), norm, passes));
            }
        }
        TextTable table = TextTable.withHeader(
                "Model", "Norm", "Accepted steps", "Rejected steps", "As published", "Batches of the pass");
        for (StepsRow row : rows) {
            table.row(
                    row.model(),
                    row.norm(),
                    row.accepted(),
                    row.rejected(),
                    row.published(),
                    Integer.toString(row.batches()));
        }
        return write(Target.TABLE4, StepsRow.class, rows, table, PAPER.steps());
    }

    private <R> String write(Target target, Class<R> type, List<R> rows, TextTable table, String paper) {
        folder.writeCsv(target.id() + ".csv", type, rows);
        folder.writeJson(target.id() + ".json", new Content<>(target.title(), scale.id(), rows, PAPER));
        return target.heading() + table.toMarkdown() + "\n" + paper;
    }

    /** What the paper states, as a list. */
    static String inThePaper(List<PaperNumber> paper) {
        StringBuilder text = new StringBuilder();
        for (PaperNumber number : paper) {
            text.append("- The paper: ")
                    .append(number.what())
                    .append(" ")
                    .append(number.value())
                    .append(" (")
                    .append(number.source())
                    .append(").\n");
        }
        return text.toString();
    }
}
