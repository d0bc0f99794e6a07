package io.seminode.cli.reproduce;

import io.seminode.cli.compare.ComparisonResult.NormResult;
import io.seminode.cli.report.Estimate;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.report.TextTable;
import io.seminode.cli.train.TestPass;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the tables: each as CSV and JSON, and as Markdown for the document. */
final class Tables {
    private static final String NOTHING = "-";

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
     * @param paper what the paper states
     */
    record Content<R>(String title, String scale, List<R> rows, List<PaperNumber> paper) {}

    /** Tables 1 to 3; returns the Markdown. */
    String trainings(Target target, Measure measure, List<RecipeResult> results) {
        List<TrainingRow> rows = new ArrayList<>();
        for (RecipeResult result : results) {
            for (NormResult norm : result.comparison().norms()) {
                rows.add(TrainingRow.of(result.recipe().label(), measure, norm));
            }
        }
        TextTable table = TextTable.withHeader(
                "Model", "Norm", measure.title(), "Backward NFE", "NFE saved", "Seconds of training");
        for (TrainingRow row : rows) {
            table.row(
                    row.model(),
                    row.norm(),
                    format(row.measureMean(), row.measureDeviation(), measure.format()),
                    format(row.evaluationsMean(), row.evaluationsDeviation(), "%,.0f"),
                    row.savedPercentMean() == null
                            ? NOTHING
                            : format(row.savedPercentMean(), row.savedPercentDeviation(), "%.1f") + " %",
                    String.format(java.util.Locale.ROOT, "%.1f", row.secondsMean()));
        }
        return write(target, TrainingRow.class, rows, table);
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
        TextTable table =
                TextTable.withHeader("Model", "Norm", "Accepted steps", "Rejected steps", "Batches of the pass");
        for (StepsRow row : rows) {
            table.row(row.model(), row.norm(), row.accepted(), row.rejected(), Integer.toString(row.batches()));
        }
        return write(Target.TABLE4, StepsRow.class, rows, table);
    }

    private <R> String write(Target target, Class<R> type, List<R> rows, TextTable table) {
        List<PaperNumber> paper = PaperNumber.of(target);
        folder.writeCsv(target.id() + ".csv", type, rows);
        folder.writeJson(target.id() + ".json", new Content<>(target.title(), scale.id(), rows, paper));
        return target.heading() + table.toMarkdown() + "\n" + inThePaper(paper);
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
