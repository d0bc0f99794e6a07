package io.seminode.cli;

import io.seminode.cli.predict.ModelInput;
import io.seminode.cli.predict.ModelInputs;
import io.seminode.cli.report.TextTable;
import io.seminode.data.DataException;
import io.seminode.models.file.ModelFile;
import io.seminode.models.nn.Head;
import io.seminode.models.predict.Predictor;
import io.seminode.solver.tensor.ExecutionOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a stored model takes some files for. */
@Command(
        name = "predict",
        description = {
            "Say what a stored model takes files for: the label and the probability of each class.",
            "Recordings for models of \"seminode train speech\": WAV, 16-bit PCM, one channel, 16,000 samples a second, one"
                    + " second long. Pictures for models of \"seminode train mnist-ode\" and cifar-ode: PNG of the size of the"
                    + " data set's images, grey for MNIST.",
            "Files that cannot be used are named, and the exit status is then 1."
        })
final class PredictCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "The file that \"seminode train\" stored.")
    @SuppressWarnings("NullAway.Init") // picocli sets it: the parameter is required
    private Path model;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "What is to be classified.")
    private List<Path> files = List.of();

    @Mixin
    private final JsonOption json = new JsonOption();

    /** For picocli. */
    PredictCommand() {}

    /**
     * A file and what it is taken for.
     *
     * @param file as it was named
     * @param label of the greatest probability
     * @param probabilities by label
     */
    record Classified(String file, String label, Map<String, Float> probabilities) {
        static Classified of(Path file, List<String> labels, float[] probabilities) {
            Map<String, Float> byLabel = new LinkedHashMap<>();
            int best = 0;
            for (int i = 0; i < probabilities.length; i++) {
                byLabel.put(labels.get(i), probabilities[i]);
                best = probabilities[i] > probabilities[best] ? i : best;
            }
            return new Classified(file.toString(), labels.get(best), byLabel);
        }

        List<String> row() {
            List<String> row = new ArrayList<>(List.of(file, label));
            probabilities.values().forEach(p -> row.add(String.format(Locale.ROOT, "%.3f", p)));
            return row;
        }
    }

    /**
     * A file that cannot be used.
     *
     * @param file as it was named
     * @param error why
     */
    record Unusable(String file, String error) {}

    /**
     * All that was found.
     *
     * @param predictions of the files that can be used
     * @param unusable the others
     */
    record Predictions(List<Classified> predictions, List<Unusable> unusable) {}

    @Override
    public Integer call() {
        ModelFile file = ModelFile.read(model);
        ModelInput input = ModelInputs.of(file);
        List<Classified> classified = new ArrayList<>();
        List<Unusable> unusable = new ArrayList<>();
        try (Predictor predictor = Predictor.open(file, 1, ExecutionOptions.NATIVE_CPU)) {
            for (Path path : files) {
                try {
                    float[] probabilities = predictor
                            .predict(input.read(path, file))
                            .getOrDefault(Head.CLASSES.predicted(), new float[0]);
                    classified.add(Classified.of(path, file.data().labels(), probabilities));
                } catch (DataException e) {
                    unusable.add(new Unusable(path.toString(), Errors.oneLine(e)));
                    spec.commandLine().getErr().println("seminode: " + e.getMessage());
                }
            }
        }
        json.print(spec.commandLine().getOut(), () -> new Predictions(classified, unusable), out -> {
            if (!classified.isEmpty()) {
                out.print(table(file.data().labels(), classified).toText());
            }
        });
        return unusable.isEmpty() ? 0 : 1;
    }

    private static TextTable table(List<String> labels, List<Classified> classified) {
        List<String> header = new ArrayList<>(List.of("File", "Label"));
        header.addAll(labels);
        TextTable table = TextTable.withHeader(header);
        classified.forEach(each -> table.row(each.row()));
        return table;
    }
}
