package io.seminode.models.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import io.seminode.data.NumberText;
import org.tribuo.Example;
import org.tribuo.Feature;

/**
 * Reads channel and time from the names of features: {@code pressure@3.5} is channel {@code pressure} at time 3.5. A feature
 * without a time in its name does not change in time.
 */
public final class NamedTimeConverter implements SeriesConverter {
    /** What stands between channel and time if nothing else is said. */
    public static final String SEPARATOR = "@";

    @Config(description = "What stands between channel and time in the name of a feature; its last occurrence counts.")
    private String separator = SEPARATOR;

    /** With {@value #SEPARATOR} between channel and time. */
    public NamedTimeConverter() {}

    /**
     * With another separator.
     *
     * @throws PropertyException if it is empty
     */
    public NamedTimeConverter(String separator) {
        this.separator = separator;
        postConfig();
    }

    /** Rejects an empty separator. */
    @Override
    public void postConfig() {
        if (separator.isEmpty()) {
            throw new PropertyException(
                    "", "separator", "nothing found, expected what stands between channel and time.");
        }
    }

    @Override
    public TimeSeries convert(Example<?> example) {
        TimeSeries.Builder series = new TimeSeries.Builder();
        for (Feature feature : example) {
            String name = feature.getName();
            int at = name.lastIndexOf(separator);
            if (at < 0) {
                series.constant(name, feature.getValue());
            } else {
                double time = time(name, name.substring(at + separator.length()));
                series.observe(name.substring(0, at), time, feature.getValue());
            }
        }
        return series.build();
    }

    private double time(String name, String text) {
        return NumberText.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("Feature \"" + name + "\" has \"" + text + "\" after \""
                        + separator
                        + "\", expected a time: a decimal number; take another separator if this one is part of a"
                        + " name."));
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "SeriesConverter");
    }
}
