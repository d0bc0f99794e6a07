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
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

    /** For picocli. */
    PredictCommand() {}

    @Override
    public Integer call() {
        ModelFile file = ModelFile.read(model);
        ModelInput input = ModelInputs.of(file);
        List<String> header = new ArrayList<>(List.of("File", "Label"));
        header.addAll(file.data().labels());
        TextTable table = TextTable.withHeader(header);
        int unusable = 0;
        try (Predictor predictor = Predictor.open(file, 1, ExecutionOptions.NATIVE_CPU)) {
            for (Path path : files) {
                try {
                    float[] probabilities = predictor
                            .predict(input.read(path, file))
                            .getOrDefault(Head.CLASSES.predicted(), new float[0]);
                    table.row(row(path, file.data().labels(), probabilities));
                } catch (DataException e) {
                    unusable++;
                    spec.commandLine().getErr().println("seminode: " + e.getMessage());
                }
            }
        }
        if (unusable < files.size()) {
            spec.commandLine().getOut().print(table.toText());
        }
        return unusable == 0 ? 0 : 1;
    }

    private static List<String> row(Path path, List<String> labels, float[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        List<String> row = new ArrayList<>(List.of(path.toString(), labels.get(best)));
        for (float probability : probabilities) {
            row.add(String.format(Locale.ROOT, "%.3f", probability));
        }
        return row;
    }
}
