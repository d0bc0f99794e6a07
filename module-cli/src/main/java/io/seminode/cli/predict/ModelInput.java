package io.seminode.cli.predict;

import io.seminode.models.file.ModelFile;
import java.nio.file.Path;
import java.util.Map;

/** Makes what a stored model takes from a user's file. A new kind is one class and its entry in {@link ModelInputs}. */
public interface ModelInput {
    /** The data set's name in the model's file. */
    String source();

    /**
     * Reads a file.
     *
     * @return a batch of one example
     * @throws io.seminode.data.DataException if the file cannot be used
     */
    Map<String, float[]> read(Path file, ModelFile model);
}
