package io.seminode.cli.reproduce;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seminode.cli.report.Estimate;
import io.seminode.cli.report.TextTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The paper's own numbers, with means and standard deviations over its repeats.
 *
 * @param source which version of the paper
 * @param table1 of Speech Commands, measured by the accuracy in per cent
 * @param table2 of flows, measured in bits per dimension
 * @param table3 of the double pendulum, measured by the mean squared error
 * @param table4 backward steps over one pass of the test set
 */
record PaperTables(
        String source, List<Training> table1, List<Training> table2, List<Training> table3, List<Steps> table4) {

    /**
     * A row of tables 1 to 3.
     *
     * @param model as in our tables
     * @param norm of the backward solve
     * @param measure mean and standard deviation
     * @param evaluations backward, of a whole training: mean and standard deviation
     * @param steps of a training, batches times epochs; null where the paper leaves them open
     */
    record Training(
            String model,
            String norm,
            List<Double> measure,
            List<Double> evaluations,
            @Nullable Integer steps) {}

    /**
     * A row of table 4.
     *
     * @param model as in our tables
     * @param norm of the backward solve
     * @param accepted steps: mean and standard deviation
     * @param rejected steps: mean and standard deviation
     */
    record Steps(String model, String norm, List<Double> accepted, List<Double> rejected) {}

    /** Reads them from the class path. */
    static PaperTables read() {
        try (InputStream file = PaperTables.class.getResourceAsStream("paper.json")) {
            return new JsonMapper().readValue(Objects.requireNonNull(file, "paper.json"), PaperTables.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tables 1 to 3 as Markdown. */
    String trainings(Target target, Measure measure) {
        List<Training> rows = switch (target) {
            case TABLE1 -> table1;
            case TABLE2 -> table2;
            case TABLE3 -> table3;
            default -> throw new IllegalArgumentException(target + " is no table of trainings.");
        };
        TextTable table = TextTable.withHeader(
                "In the paper", "Norm", measure.title(), "Backward NFE", "NFE a training step", "NFE saved");
        for (int i = 0; i < rows.size(); i++) {
            Training row = rows.get(i);
            double evaluations = row.evaluations().get(0);
            boolean isFirst = i % 2 == 0; // the default norm, with which the one below it is compared
            table.row(
                    row.model(),
                    row.norm(),
                    estimate(row.measure()).format(measure.format()),
                    estimate(row.evaluations()).format("%,.0f"),
                    row.steps() == null ? "-" : String.format(Locale.ROOT, "%,.0f", evaluations / row.steps()),
                    isFirst ? "-" : saved(rows.get(i - 1).evaluations().get(0), evaluations));
        }
        return table.toMarkdown() + "\n" + comparable(target);
    }

    /** Table 4 as Markdown. */
    String steps() {
        TextTable table = TextTable.withHeader("In the paper", "Norm", "Accepted steps", "Rejected steps");
        table4.forEach(row -> table.row(
                row.model(),
                row.norm(),
                estimate(row.accepted()).format("%,.0f"),
                estimate(row.rejected()).format("%,.0f")));
        return table.toMarkdown() + "\n" + comparable(Target.TABLE4);
    }

    private static Estimate estimate(List<Double> meanAndDeviation) {
        return new Estimate(meanAndDeviation.get(0), meanAndDeviation.get(1));
    }

    private static String saved(double before, double after) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * (1 - after / before));
    }

    /** What of a table can be held against ours, and what can't. */
    private String comparable(Target target) {
        String what = switch (target) {
            case TABLE1 ->
                "A step of the paper's is a batch of 1,024, and its mean is taken over 200 epochs of 24 batches, most"
                        + " of them of a network that has learnt. Evaluations grow as it learns, so compare what a norm saves, and"
                        + " evaluations a step only with trainings as long.";
            case TABLE2 ->
                "A step is a batch of 256, the mean is taken over 100 epochs: 234 batches each of MNIST, 195 of"
                        + " CIFAR-10, if the last, smaller one is left out as the FFJORD code does. Compare networks of the same"
                        + " number of channels and trainings as long; the quick preset has neither.";
            case TABLE3 ->
                "The ratio can be compared to the digit: a batch of the paper's network takes 98 and 56 evaluations with"
                        + " the norms default and seminorm-published, and 464,500 and 265,500 are 4,740 and 4,741 times that, or 60"
                        + " epochs of 79 batches. Its row \"seminorm\" is our seminorm-published.";
            case TABLE4 ->
                "The paper's code reads steps off the times of evaluations, as the column \"As published\" does with"
                        + " ours. Where a pass is one solve without jumps both agree; the pendulum's is seven solves, and the"
                        + " words' field jumps at every knot of the path. The pendulum's row can be compared to the digit, with our"
                        + " seminorm-published; its 37.9 % rejected are none.";
            default -> "";
        };
        return what + " (" + source + ")\n";
    }
}
