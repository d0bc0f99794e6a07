package io.seminode.models.file;

import io.seminode.models.file.StoredFileException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.ndarray.Shape;

/**
 * A training in the middle: what it is a training of, how far it is, its weights and running means.
 *
 * <p>Its history is kept beside the file, in one that is only ever added to, so that a long training does not write again
 * and again what it wrote before: {@code NAME.history-....jsonl} for {@code NAME.safetensors}, a line each. The file names it
 * and has the checksum of its lines; both are needed to read it. Equal checkpoints have equal bytes.
 *
 * @param settings what the training depends on, each as text, by name
 * @param progress how far it is, as text
 * @param history what is done for good, each as a line of text, in order; only ever added to
 * @param tensors by name
 * @param notes what whoever keeps the training wants to find again with it, each as text, by name
 */
public record Checkpoint(
        Map<String, String> settings,
        String progress,
        List<String> history,
        Map<String, StoredTensor> tensors,
        Map<String, String> notes) {
    private static final String FORMAT = "seminode-checkpoint";
    private static final int VERSION = 2;

    /** The one before, with the history in the file itself. */
    private static final int EARLIER = 1;

    private static final String PROGRESS = "progress";
    private static final String SETTING = "setting.";
    private static final String NOTE = "note.";

    /** Copies the lists; tensors and notes are kept in the order of their names, whatever order they come in. */
    public Checkpoint {
        history = List.copyOf(history);
        notes = Collections.unmodifiableMap(new TreeMap<>(notes));
        tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
    }

    /** Without history and notes. */
    public Checkpoint(Map<String, String> settings, String progress, Map<String, StoredTensor> tensors) {
        this(settings, progress, List.of(), tensors, Map.of());
    }

    /** The same with other notes. */
    public Checkpoint withNotes(Map<String, String> other) {
        return new Checkpoint(settings, progress, history, tensors, other);
    }

    /** Writes it; the file is whole at every moment, and so is the history that it needs. */
    public void write(Path file) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        settings.forEach((name, value) -> metadata.put(SETTING + name, value));
        metadata.put(PROGRESS, progress);
        notes.forEach((name, text) -> metadata.put(NOTE + name, text));
        HistoryFile.write(file, history, metadata);
        new TensorFile(metadata, tensors).write(file, FORMAT, VERSION);
        HistoryFile.removeOthers(file, metadata);
    }

    /**
     * Reads it.
     *
     * @throws StoredFileException if it is something else, of another version, or damaged, or its history is missing
     */
    public static Checkpoint read(Path file) {
        TensorFile content = content(file);
        Map<String, String> metadata = content.metadata();
        String progress = metadata.get(PROGRESS);
        if (progress == null) {
            throw new StoredFileException(Reason.UNFIT, file + " does not say how far the training is.");
        }
        return new Checkpoint(
                named(metadata, SETTING),
                progress,
                HistoryFile.read(file, metadata),
                content.tensors(),
                named(metadata, NOTE));
    }

    private static TensorFile content(Path file) {
        try {
            return TensorFile.read(file, FORMAT, VERSION);
        } catch (StoredFileException e) {
            if (e.reason() != Reason.OTHER_VERSION) {
                throw e;
            }
            try {
                return TensorFile.read(file, FORMAT, EARLIER);
            } catch (StoredFileException neither) {
                throw neither.reason() == Reason.OTHER_VERSION ? e : neither;
            }
        }
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
