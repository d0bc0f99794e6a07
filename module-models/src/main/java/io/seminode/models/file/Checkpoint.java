package io.seminode.models.file;

import io.seminode.models.file.StoredFileException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * A training in the middle: what it is a training of, how far it is, its weights and running means.
 *
 * @param settings what the training depends on, each as text, by name
 * @param progress how far it is, as text
 * @param tensors by name
 * @param notes what whoever keeps the training wants to find again with it, each as text, by name
 */
public record Checkpoint(
        Map<String, String> settings, String progress, Map<String, StoredTensor> tensors, Map<String, String> notes) {
    private static final String FORMAT = "seminode-checkpoint";
    private static final int VERSION = 1;
    private static final String PROGRESS = "progress";
    private static final String SETTING = "setting.";
    private static final String NOTE = "note.";

    /** Without notes. */
    public Checkpoint(Map<String, String> settings, String progress, Map<String, StoredTensor> tensors) {
        this(settings, progress, tensors, Map.of());
    }

    /** The same with other notes. */
    public Checkpoint withNotes(Map<String, String> other) {
        return new Checkpoint(settings, progress, tensors, other);
    }

    /** Writes it; the file is whole at every moment. */
    public void write(Path file) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        settings.forEach((name, value) -> metadata.put(SETTING + name, value));
        metadata.put(PROGRESS, progress);
        notes.forEach((name, text) -> metadata.put(NOTE + name, text));
        new TensorFile(metadata, tensors).write(file, FORMAT, VERSION);
    }

    /**
     * Reads it.
     *
     * @throws StoredFileException if it is something else, of another version, or damaged
     */
    public static Checkpoint read(Path file) {
        TensorFile content = TensorFile.read(file, FORMAT, VERSION);
        Map<String, String> metadata = content.metadata();
        String progress = metadata.get(PROGRESS);
        if (progress == null) {
            throw new StoredFileException(Reason.UNFIT, file + " does not say how far the training is.");
        }
        return new Checkpoint(named(metadata, SETTING), progress, content.tensors(), named(metadata, NOTE));
    }

    private static Map<String, String> named(Map<String, String> metadata, String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        metadata.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }

    /**
     * The tensor of that name.
     *
     * @throws StoredFileException if there is none of that name and shape
     */
    public StoredTensor tensor(String name, Shape shape) {
        return tensor(tensors, name, shape);
    }

    static StoredTensor tensor(Map<String, StoredTensor> tensors, String name, Shape shape) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null || !Shape.of(tensor.shape()).equals(shape)) {
            throw new StoredFileException(
                    Reason.UNFIT,
                    "The file's tensor \"" + name + "\" "
                            + (tensor == null ? "is missing" : "has shape " + Arrays.toString(tensor.shape()))
                            + ", expected shape " + shape + ".");
        }
        return tensor;
    }
}
