package io.seminode.cli;

import com.oracle.labs.mlrg.olcut.config.ConfigurationData;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.property.SimpleProperty;
import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import io.seminode.data.tribuo.CsvSeriesSource;
import io.seminode.data.tribuo.DataPart;
import io.seminode.data.tribuo.ImageDataSource;
import io.seminode.data.tribuo.SpeechDataSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tribuo.ConfigurableDataSource;
import org.tribuo.DataSource;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
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

    /** Tribuo's own classes for CSV files, by name: they are in a library that is not needed here. */
    private static final String CSV_SOURCE = "org.tribuo.data.csv.CSVDataSource";

    private static final String NUMBER_FIELD = "org.tribuo.data.columnar.processors.field.DoubleFieldProcessor";

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

    /**
     * Another CSV file of the form that Tribuo's {@code CSVLoader} read: numbers in columns that are features of the same name.
     * Its classes are needed neither for this nor for the model, and none is made.
     *
     * @param told what a model tells of its data
     * @param outputs makes outputs of texts
     * @return nothing if the data were no such file
     */
    static <T extends Output<T>> Optional<CsvSeriesSource<T>> csvOfTribuo(
            ObjectProvenance told, Path data, OutputFactory<T> outputs) {
        return find(told, CSV_SOURCE).flatMap(source -> {
            Map<String, Provenance> file = values(source);
            Map<String, Provenance> row = values(file.get("rowProcessor"));
            Map<String, Provenance> response = values(row.get("responseProcessor"));
            List<String> columns =
                    elements(response.get("fieldNames")).map(Object::toString).toList();
            boolean sameForm = is(file, "separator", ",")
                    && is(file, "quote", "\"")
                    && elements(file.get("headers")).findAny().isEmpty()
                    && elements(row.get("featureProcessors")).findAny().isEmpty()
                    && is(response, "uppercase", "false")
                    && is(response, "displayField", "false")
                    && elements(row.get("fieldProcessorList")).allMatch(TrainingSources::isPlainNumber);
            return sameForm && !columns.isEmpty()
                    ? Optional.of(CsvSeriesSource.wide(data, outputs, columns))
                    : Optional.empty();
        });
    }

    private static boolean isPlainNumber(Provenance field) {
        return field instanceof ObjectProvenance object
                && object.getClassName().equals(NUMBER_FIELD)
                && is(values(object), "onlyFieldName", "true");
    }

    private static boolean is(Map<String, Provenance> values, String name, String expected) {
        Provenance value = values.get(name);
        return value != null && value.toString().equals(expected);
    }

    /** What is told of an object of that class, itself or in it: a part of a data set tells of the whole. */
    private static Optional<ObjectProvenance> find(ObjectProvenance told, String className) {
        return told.getClassName().equals(className)
                ? Optional.of(told)
                : values(told).values().stream()
                        .filter(ObjectProvenance.class::isInstance)
                        .flatMap(inner -> find((ObjectProvenance) inner, className).stream())
                        .findFirst();
    }

    private static Map<String, Provenance> values(@Nullable Provenance object) {
        Map<String, Provenance> values = new HashMap<>();
        if (object instanceof ObjectProvenance present) {
            present.forEach(pair -> values.put(pair.getA(), pair.getB()));
        }
        return values;
    }

    private static Stream<Provenance> elements(@Nullable Provenance list) {
        return list instanceof ListProvenance<?> present
                ? present.getList().stream().map(p -> p)
                : Stream.empty();
    }

    private static void replace(ConfigurationData configuration, String name, String value) {
        if (configuration.getProperties().containsKey(name)) {
            configuration.add(name, new SimpleProperty(value));
        }
    }
}
