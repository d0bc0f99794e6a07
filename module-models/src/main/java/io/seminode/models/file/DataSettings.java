package io.seminode.models.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.seminode.data.Normalisation;
import io.seminode.data.Standardisation;
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
 * @param normalisation of the channels as in the paper's code; null if they are not normalised so
 * @param standardisation of the features, or of channels and then constants; null if they are not standardised
 * @param options what else the features depend on, by name
 */
public record DataSettings(
        String source,
        List<String> labels,
        @Nullable Normalisation normalisation,
        // Left out where there is none: files without it are as those of earlier versions, which can read them.
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Standardisation standardisation,
        Map<String, String> options) {
    /** Copies. */
    public DataSettings {
        labels = List.copyOf(labels);
        options = Collections.unmodifiableMap(new TreeMap<>(options)); // in order: equal settings give equal files
    }

    /** Without a standardisation. */
    public DataSettings(
            String source, List<String> labels, @Nullable Normalisation normalisation, Map<String, String> options) {
        this(source, labels, normalisation, null, options);
    }

    /** Raw features, no classes. */
    public static DataSettings of(String source) {
        return new DataSettings(source, List.of(), null, Map.of());
    }
}
