package io.seminode.cli;

import io.seminode.cli.error.CommandException;
import io.seminode.data.tribuo.CsvSeriesSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.anomaly.AnomalyFactory;
import org.tribuo.anomaly.ImmutableAnomalyInfo;
import org.tribuo.classification.ImmutableLabelInfo;
import org.tribuo.classification.LabelFactory;
import org.tribuo.regression.ImmutableRegressionInfo;
import org.tribuo.regression.RegressionFactory;
import picocli.CommandLine.Option;

/** How a CSV file of examples is to be read. */
final class CsvOptions {
    @Option(
            names = "--outputs",
            paramLabel = "COLUMN",
            split = ",",
            description = "Columns of what the model should find, in a CSV file.")
    private List<String> outputs = List.of();

    @Option(
            names = "--id",
            paramLabel = "COLUMN",
            description =
                    "Column of the example that a line belongs to: the file is in long form, a line for each time.")
    private String id = "";

    @Option(
            names = "--time",
            paramLabel = "COLUMN",
            defaultValue = "time",
            description = "Column of the time, in long form. Default: ${DEFAULT-VALUE}.")
    private String time = "time";

    @Option(
            names = "--constants",
            paramLabel = "COLUMN",
            split = ",",
            description = "Columns of what does not change in time, in long form.")
    private List<String> constants = List.of();

    @Option(
            names = "--missing",
            paramLabel = "MARK",
            split = ",",
            description = "What marks a missing value in a CSV file, besides an empty field, NA, NaN and ?.")
    private List<String> missing = List.of();

    boolean isGiven() {
        return !outputs.isEmpty();
    }

    <T extends Output<T>> CsvSeriesSource<T> source(Path file, OutputFactory<T> factory) {
        CsvSeriesSource<T> source = id.isEmpty()
                ? CsvSeriesSource.wide(file, factory, outputs)
                : CsvSeriesSource.byTime(file, factory, outputs, id, time, Set.copyOf(constants));
        return source.withMissing(Set.copyOf(missing));
    }

    /** What makes a model's outputs of texts. */
    @SuppressWarnings("unchecked") // the information's class tells the outputs' class
    static <T extends Output<T>> OutputFactory<T> factory(Model<T> model) {
        Object info = model.getOutputIDInfo();
        if (info instanceof ImmutableLabelInfo) {
            return (OutputFactory<T>) new LabelFactory();
        }
        if (info instanceof ImmutableRegressionInfo) {
            return (OutputFactory<T>) new RegressionFactory();
        }
        if (info instanceof ImmutableAnomalyInfo) {
            return (OutputFactory<T>) new AnomalyFactory();
        }
        throw CommandException.wrongUsage("Found a model with outputs described by "
                + info.getClass().getSimpleName() + ", expected labels, numbers or events.");
    }
}
