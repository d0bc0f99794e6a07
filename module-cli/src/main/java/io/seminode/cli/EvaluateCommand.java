package io.seminode.cli;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.option.Choice;
import io.seminode.cli.option.Quiet;
import io.seminode.data.tribuo.CsvSeriesSource;
import io.seminode.data.tribuo.DataPart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.tribuo.DataSource;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.evaluation.Evaluation;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.provenance.DataProvenance;
import org.tribuo.provenance.DataSourceProvenance;
import org.tribuo.regression.Regressor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Evaluates a model of Tribuo's with Tribuo's evaluator for its outputs. */
@Command(
        name = "evaluate",
        description = {
            "Evaluate a model with Tribuo's evaluator for its outputs: labels, numbers or events.",
            "DATA is read as the data that the model was trained on, divided in the same way; or as a CSV file as the options"
                    + " say, if --outputs names its columns."
        })
final class EvaluateCommand implements Runnable {
    private static final int AT_ONCE = 32;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "A model that Tribuo stored, or \"seminode train\" as model.tribuo.")
    @SuppressWarnings("NullAway.Init") // picocli sets it: the parameter is required
    private Path model;

    @Parameters(
            index = "1",
            paramLabel = "DATA",
            description = "A file or folder, of the kind that the model was trained on; or a CSV file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it: the parameter is required
    private Path data;

    @Option(
            names = "--part",
            paramLabel = "NAME",
            converter = PartChoice.class,
            defaultValue = "test",
            description = "train, validation or test, where the data is divided. Default: ${DEFAULT-VALUE}.")
    private DataPart part = DataPart.TEST;

    @Mixin
    private final CsvOptions csv = new CsvOptions();

    @Mixin
    private final JsonOption json = new JsonOption();

    /** For picocli. */
    EvaluateCommand() {}

    @Override
    public void run() {
        Model<?> read = StoredModel.tribuo(model);
        try {
            evaluate(read);
        } finally {
            if (read instanceof AutoCloseable closeable) {
                close(closeable);
            }
        }
    }

    private static void close(AutoCloseable model) {
        try {
            model.close();
        } catch (Exception e) {
            throw new IllegalStateException(e); // ours throw none
        }
    }

    private <T extends Output<T>> void evaluate(Model<T> read) {
        DataSource<T> source = source(read);
        MutableDataset<T> examples = new MutableDataset<>(source);
        if (examples.size() == 0) {
            throw CommandException.wrongUsage(
                    "Found no example in " + data + ", expected at least one to evaluate with.");
        }
        List<Prediction<T>> predictions = new ArrayList<>();
        IntConsumer progress = FlowFileOptions.progress(Quiet.progress(spec), "Examples", examples.size());
        List<Example<T>> batch = new ArrayList<>();
        for (Example<T> example : examples) {
            batch.add(example);
            if (batch.size() == AT_ONCE || predictions.size() + batch.size() == examples.size()) {
                predictions.addAll(read.predict(batch));
                batch.clear();
                progress.accept(predictions.size());
            }
        }
        OutputFactory<T> factory = source.getOutputFactory();
        Evaluation<T> evaluation = factory.getEvaluator().evaluate(read, predictions, examples.getProvenance());
        json.print(spec.commandLine().getOut(), () -> document(evaluation), out -> {
            out.println(String.format(Locale.ROOT, "%,d examples", predictions.size()));
            out.println(evaluation);
        });
    }

    private static <T extends Output<T>> Map<String, Object> document(Evaluation<T> evaluation) {
        List<Measured> measures = new ArrayList<>();
        evaluation.asMap().forEach((id, value) -> measures.add(new Measured(id.getB(), of(id.getA()), finite(value))));
        measures.sort(Comparator.comparing(Measured::name).thenComparing(Measured::of));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("examples", evaluation.getPredictions().size());
        document.put("measures", measures);
        return document;
    }

    /** What is measured: one of the outputs, or a mean of all. */
    private static <T extends Output<T>> String of(MetricTarget<T> target) {
        return target.getOutputTarget()
                .map(output -> output instanceof Label label
                        ? label.getLabel()
                        : output instanceof Regressor numbers
                                ? String.join(",", numbers.getNames())
                                : output.toString())
                .orElseGet(() -> target.getAverageTarget()
                        .map(average -> average.name().toLowerCase(Locale.ROOT))
                        .orElse(""));
    }

    /** JSON has no other numbers. */
    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /**
     * A number of an evaluation.
     *
     * @param name of the measure, as Tribuo calls it
     * @param of one of the outputs; or {@code micro} or {@code macro}, a mean over all
     * @param value null if it is not finite
     */
    record Measured(String name, String of, @Nullable Double value) {}

    @SuppressWarnings("unchecked") // the model's outputs were looked at
    private <T extends Output<T>> DataSource<T> source(Model<T> read) {
        DataSource<?> found = csv.isGiven() ? csv.source(data, CsvOptions.factory(read)) : likeInTraining(read);
        Class<? extends Output<?>> outputs =
                (Class<? extends Output<?>>) found.getOutputFactory().getTypeWitness();
        if (!read.validate(outputs)) {
            throw CommandException.wrongUsage("Found data with outputs of type " + outputs.getSimpleName()
                    + ", expected those of the model, as "
                    + read.getOutputIDInfo().getDomain().iterator().next() + ".");
        }
        return (DataSource<T>) found;
    }

    /** The source of the training with another place, and another part. */
    private <T extends Output<T>> DataSource<?> likeInTraining(Model<T> read) {
        DataProvenance provenance = read.getProvenance().getDatasetProvenance().getSourceProvenance();
        if (provenance instanceof DataSourceProvenance source) {
            Optional<DataSource<?>> again = TrainingSources.again(source, data, part);
            if (again.isPresent()) {
                return again.get();
            }
            Optional<CsvSeriesSource<T>> csvFile = TrainingSources.csvOfTribuo(source, data, CsvOptions.factory(read));
            if (csvFile.isPresent()) {
                return csvFile.get();
            }
        }
        throw CommandException.wrongUsage("Found a model that was trained on " + provenance
                + ", which cannot be read again; expected --outputs and a CSV file.");
    }

    /** For picocli: a part by its name. */
    static final class PartChoice extends Choice<DataPart> {
        PartChoice() {
            super("part", List.of(DataPart.values()), part -> part.name().toLowerCase(Locale.ROOT));
        }
    }
}
