package io.seminode.cli.train;

import io.seminode.cli.compare.RunResult;
import io.seminode.cli.report.TextTable;
import java.util.Locale;

/**
 * What a training gave.
 *
 * @param problem the experiment's name
 * @param parameters how many numbers the model learns
 * @param epochs done
 * @param run the numbers
 */
public record TrainResult(String problem, long parameters, int epochs, RunResult run) {
    /** For the terminal. */
    public String toText() {
        TextTable table = TextTable.withHeader("Result", "").leftAligned();
        table.row("Parameters", String.format(Locale.ROOT, "%,d", parameters));
        table.row("Epochs", Integer.toString(epochs));
        table.row("Test loss", String.format(Locale.ROOT, "%.4g", run.testLoss()));
        run.testMeasures()
                .forEach((name, value) -> table.row("Test " + name, String.format(Locale.ROOT, "%.4f", value)));
        table.row("Forward evaluations", String.format(Locale.ROOT, "%,d", run.forwardEvaluations()));
        table.row("Backward evaluations", String.format(Locale.ROOT, "%,d", run.backwardEvaluations()));
        table.row("Seconds of training", String.format(Locale.ROOT, "%.1f", run.seconds()));
        return table.toText();
    }
}
