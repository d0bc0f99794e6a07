package org.example.tribuo;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.json.JsonConfigFactory;
import io.seminode.models.tribuo.NeuralOdeTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.data.csv.CSVLoader;
import org.tribuo.evaluation.CrossValidation;

/**
 * Tells points of an inner ring from those of an outer one.
 *
 * <p>{@code train FOLDER} trains with two norms, validates, and leaves a model in FOLDER; {@code read FOLDER} uses it.
 */
public final class Rings {
    private Rings() {}

    /** Ends with an exception if something is not as it should be. */
    public static void main(String[] args) throws IOException {
        Path stored = Path.of(args[1], "rings.tribuo");
        Dataset<Label> rings =
                new MutableDataset<>(new CSVLoader<>(new LabelFactory()).loadDataSource(Path.of("rings.csv"), "ring"));
        if (args[0].equals("train")) {
            train(rings, stored);
        } else {
            check("the stored model", Model.deserializeFromFile(stored).castModel(Label.class), rings);
        }
        boolean isModule = Rings.class.getModule().isNamed();
        System.out.println("tribuo " + args[0] + ": done on " + (isModule ? "the module path" : "a class path"));
    }

    private static void train(Dataset<Label> rings, Path stored) throws IOException {
        ConfigurationManager.addFileFormatFactory(new JsonConfigFactory());
        Path settings = Path.of("rings.json");
        Model<Label> seminorm = trainer(settings).train(rings);
        check("seminorm", seminorm, rings);
        seminorm.serializeToFile(stored);

        String changed = Files.readString(settings).replace("\"seminorm\"", "\"default\"");
        Path other = Files.writeString(stored.resolveSibling("other.json"), changed);
        check("default norm", trainer(other).train(rings), rings);

        var folds = new CrossValidation<>(trainer(settings), rings, new LabelEvaluator(), 2, 1).evaluate();
        for (var fold : folds) {
            System.out.println("a fold's accuracy: " + fold.getA().accuracy());
        }
    }

    @SuppressWarnings("unchecked") // the configuration says what the trainer is
    private static NeuralOdeTrainer<Label> trainer(Path settings) {
        try (ConfigurationManager manager = new ConfigurationManager(settings.toString())) {
            return (NeuralOdeTrainer<Label>) manager.lookup("rings");
        }
    }

    private static void check(String what, Model<Label> model, Dataset<Label> rings) {
        double accuracy = new LabelEvaluator().evaluate(model, rings).accuracy();
        if (accuracy < 0.9) {
            throw new IllegalStateException(what + ": found an accuracy of " + accuracy + ", expected 0.9 or more");
        }
    }
}
