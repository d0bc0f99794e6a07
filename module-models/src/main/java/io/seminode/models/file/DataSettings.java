package io.seminode.models.file;

import io.seminode.data.Normalisation;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How raw features become what a model sees, and what its outputs mean: enough to use a stored model on new data.
 *
 * @param source the data set's name
 * @param labels of the classes, in the order of the outputs; empty if the model does not classify
 * @param normalisation of the channels; null if they are taken as they are
 * @param options what else the features depend on, by name
 */
public record DataSettings(
        String source, List<String> labels, @Nullable Normalisation normalisation, Map<String, String> options) {
    /** Copies. */
    public DataSettings {
        labels = List.copyOf(labels);
        options = Collections.unmodifiableMap(new TreeMap<>(options)); // in order: equal settings give equal files
    }

    /** Raw features, no classes. */
    public static DataSettings of(String source) {
        return new DataSettings(source, List.of(), null, Map.of());
    }
}
