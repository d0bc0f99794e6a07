package io.seminode.cli;

import io.seminode.cli.error.CommandException;
import io.seminode.models.file.ModelFile;
import io.seminode.models.predict.ModelExport;
import io.seminode.models.tribuo.NeuralModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tribuo.Model;

/** Reads models of both kinds: those that training stores, and Tribuo's. */
final class StoredModel {
    private static final String OWN = ".safetensors";

    private StoredModel() {}

    /** What can be exported of a file. */
    static ModelExport export(Path file) {
        if (file.toString().endsWith(OWN)) {
            return ModelExport.of(ModelFile.read(file));
        }
        if (tribuo(file) instanceof NeuralModel<?> model) {
            try (model) {
                return model.export();
            }
        }
        throw CommandException.failed(
                "Found a model of Tribuo's own in " + file + ", expected a neural differential equation.");
    }

    /** A model of Tribuo's, its own or ours. */
    static Model<?> tribuo(Path file) {
        if (!Files.isRegularFile(file)) {
            throw CommandException.wrongUsage("No file " + file + " found, expected a model.");
        }
        if (file.toString().endsWith(OWN)) {
            throw CommandException.wrongUsage("Found " + file + ", expected a model of Tribuo's: \"seminode train\""
                    + " writes one beside it, as model.tribuo, where the model has such a form.");
        }
        try {
            return Model.deserializeFromFile(file);
        } catch (IOException | RuntimeException | OutOfMemoryError e) { // Tribuo's readers trust what they read
            throw CommandException.failed("Can't read " + file + " as a model of Tribuo's: " + reason(e));
        }
    }

    /** Tribuo wraps what is the matter. */
    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof OutOfMemoryError) {
            return "it needs more than the " + Runtime.getRuntime().maxMemory() / (1 << 20)
                    + " MiB that the heap of Java may have; it is damaged, or give it more, as by"
                    + " SEMINODE_JAVA_OPTS=-Xmx4g";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
