package io.seminode.cli;

import com.oracle.labs.mlrg.olcut.config.ConfigurationData;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.property.SimpleProperty;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import io.seminode.data.tribuo.CsvSeriesSource;
import io.seminode.data.tribuo.DataPart;
import io.seminode.data.tribuo.ImageDataSource;
import io.seminode.data.tribuo.SpeechDataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tribuo.ConfigurableDataSource;
import org.tribuo.DataSource;
import org.tribuo.anomaly.AnomalyFactory;
import org.tribuo.classification.LabelFactory;
import org.tribuo.provenance.DataSourceProvenance;
import org.tribuo.regression.RegressionFactory;

/**
 * Reads data again as a model's provenance tells, from another place.
 *
 * <p>A model may come from anybody, and what its provenance names may be any class, with any address. Only the sources of this
 * software that read what the user gives are made, and what they need; a new one is a line here.
 */
final class TrainingSources {
    private static final Set<String> SOURCES =
            names(SpeechDataSource.class, ImageDataSource.class, CsvSeriesSource.class);

    private static final Set<String> PARTS = names(LabelFactory.class, RegressionFactory.class, AnomalyFactory.class);

    /** What the properties of the sources are called that say where data lie. */
    private static final List<String> PLACES = List.of("place", "path");

    private TrainingSources() {}

    private static Set<String> names(Class<?>... types) {
        return Stream.of(types).map(Class::getName).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The source of a training, for other data.
     *
     * @param source as the model tells
     * @param data the place to read
     * @param part of the data, where the source divides it
     * @return nothing if it is none of this software that reads from a place
     */
    static Optional<DataSource<?>> again(DataSourceProvenance source, Path data, DataPart part) {
        List<ConfigurationData> told = ProvenanceUtil.extractConfiguration(source);
        List<ConfigurationData> sources = told.stream()
                .filter(one -> SOURCES.contains(one.getClassName()))
                .toList();
        boolean known = told.stream()
                .allMatch(one -> SOURCES.contains(one.getClassName()) || PARTS.contains(one.getClassName()));
        if (!known || sources.size() != 1) {
            return Optional.empty();
        }
        ConfigurationData configuration = sources.get(0);
        PLACES.forEach(place -> replace(configuration, place, data.toString()));
        replace(configuration, "part", part.name());
        try (ConfigurationManager manager = new ConfigurationManager()) {
            manager.addConfiguration(told);
            return manager.lookup(configuration.getName()) instanceof ConfigurableDataSource<?> found
                    ? Optional.of(found)
                    : Optional.empty();
        }
    }

    private static void replace(ConfigurationData configuration, String name, String value) {
        if (configuration.getProperties().containsKey(name)) {
            configuration.add(name, new SimpleProperty(value));
        }
    }
}
