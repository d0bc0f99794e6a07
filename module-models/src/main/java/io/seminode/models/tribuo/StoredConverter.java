package io.seminode.models.tribuo;

import com.oracle.labs.mlrg.olcut.config.ConfigurationData;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.property.Property;
import com.oracle.labs.mlrg.olcut.config.property.SimpleProperty;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A converter as it lies in a model.
 *
 * @param className of the converter
 * @param properties its configuration
 */
record StoredConverter(String className, Map<String, String> properties) {
    private static final String NAME = "converter";

    /** Copies. */
    StoredConverter {
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    /**
     * That of a converter.
     *
     * @throws IllegalArgumentException if its configuration is more than single values
     */
    static StoredConverter of(SeriesConverter converter) {
        List<ConfigurationData> found = ProvenanceUtil.extractConfiguration(converter.getProvenance());
        if (found.size() != 1) {
            throw complex(converter, "further configurable objects");
        }
        Map<String, String> properties = new TreeMap<>();
        for (Map.Entry<String, Property> property : found.get(0).getProperties().entrySet()) {
            if (!(property.getValue() instanceof SimpleProperty simple)) {
                throw complex(converter, "the property \"" + property.getKey() + "\"");
            }
            properties.put(property.getKey(), simple.getValue());
        }
        return new StoredConverter(converter.getClass().getName(), properties);
    }

    private static IllegalArgumentException complex(SeriesConverter converter, String what) {
        return new IllegalArgumentException(
                "The converter " + converter.getClass().getName() + " has " + what
                        + ", expected single values only: a model could not be stored with it.");
    }

    /**
     * The converter. What a file names is made only if it is one: the class is looked at before any of its code runs.
     *
     * @throws IllegalArgumentException if its class is not there, or is none
     */
    SeriesConverter converter() {
        requireConverter();
        ConfigurationData data = new ConfigurationData(NAME, className);
        properties.forEach((name, value) -> data.add(name, new SimpleProperty(value)));
        try (ConfigurationManager manager = new ConfigurationManager()) {
            manager.addConfiguration(List.of(data));
            if (manager.lookup(NAME) instanceof SeriesConverter converter) {
                return converter;
            }
        } catch (RuntimeException e) {
            throw unusable(e);
        }
        throw unusable(null);
    }

    private void requireConverter() {
        Class<?> type;
        try {
            type = Class.forName(className, false, SeriesConverter.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw unusable(e);
        }
        if (!SeriesConverter.class.isAssignableFrom(type)) {
            throw unusable(null);
        }
    }

    private IllegalArgumentException unusable(@org.jspecify.annotations.Nullable Throwable cause) {
        return new IllegalArgumentException(
                "the converter " + className + " cannot be made, expected a SeriesConverter on the module path", cause);
    }
}
