package io.seminode.data.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil.HashType;
import io.seminode.data.DataException;
import io.seminode.data.NumberText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.provenance.DataSourceProvenance;

/**
 * Time series in a CSV file with a header, in one of two forms.
 *
 * <p>Wide, a line for each example, a column for each feature, which is how ordinary tables are written as well:
 *
 * <pre>
 *     pressure@0,pressure@3.5,sex,state
 *     1.2,,0,good
 * </pre>
 *
 * <p>Long, a line for each time of an example; constants and outputs are the same in all its lines:
 *
 * <pre>
 *     id,time,pressure,sex,state
 *     a,0,1.2,0,good
 *     a,3.5,1.1,0,good
 * </pre>
 *
 * <p>Long with a line for each value, if the columns of channel and value are named:
 *
 * <pre>
 *     id,time,channel,value,state
 *     a,0,pressure,1.2,good
 * </pre>
 *
 * <p>An empty field, {@code NA} and {@code NaN} in any case, {@code ?} and the marks of {@link #withMissing} are missing
 * values, for which an example has no feature; where an output is missing, all of them are unknown. Numbers are decimal: {@code
 * 1d}, {@code 0x1p3} and {@code Infinity} are errors. Examples are in the order of the file; one in long form need not be in
 * one piece, nor its times in order. Times are compared as numbers: {@code 1} and {@code 1.0} are one time, and {@code p@1} is
 * what it had then, however it is written. Every example has an id, every line a time.
 *
 * <p>Two columns of one name are an error, and so are two for one channel and time in wide form. Errors name file, line and
 * column.
 *
 * @param <T> the kind of output
 */
public final class CsvSeriesSource<T extends Output<T>> extends ExamplesSource<T> {
    /** How series lie in a file. */
    public enum Form {
        /** A line for each example. */
        WIDE,
        /** A line for each time, or each value. */
        LONG
    }

    @Config(mandatory = true, description = "The file.")
    private Path path = Path.of("");

    @Config(mandatory = true, description = "Makes outputs of texts.")
    @SuppressWarnings("NullAway.Init") // a configuration must say it
    private OutputFactory<T> outputFactory;

    @Config(mandatory = true, description = "The columns of the outputs; several for several numbers.")
    private List<String> outputs = List.of();

    @Config(description = "WIDE or LONG.")
    private Form form = Form.WIDE;

    @Config(description = "Column of the example that a line belongs to, in long form.")
    private String id = "id";

    @Config(description = "Column of the time, in long form.")
    private String time = "time";

    @Config(
            description =
                    "Column of the channel, in long form with a line for each value; empty for a line for each time.")
    private String channel = "";

    @Config(description = "Column of the value, in long form with a line for each value.")
    private String value = "";

    @Config(description = "Columns of what does not change in time, in long form.")
    private Set<String> constants = Set.of();

    @Config(description = "Columns that are not used.")
    private Set<String> ignored = Set.of();

    @Config(description = "What separates fields.")
    private char separator = ',';

    @Config(description = "What marks a missing value, besides an empty field, NA, NaN and ?.")
    private Set<String> missing = Set.of();

    @Config(description = "What is put between channel and time in the names of features.")
    private String timeSeparator = "@";

    /** For configurations. */
    private CsvSeriesSource() {}

    private CsvSeriesSource(Path path, OutputFactory<T> outputFactory, List<String> outputs) {
        this.path = path;
        this.outputFactory = outputFactory;
        this.outputs = List.copyOf(outputs);
    }

    /**
     * A file in wide form.
     *
     * @param outputs columns of the outputs
     */
    public static <T extends Output<T>> CsvSeriesSource<T> wide(
            Path path, OutputFactory<T> outputFactory, List<String> outputs) {
        CsvSeriesSource<T> source = new CsvSeriesSource<>(path, outputFactory, outputs);
        source.postConfig();
        return source;
    }

    /**
     * A file in long form with a line for each time.
     *
     * @param outputs columns of the outputs
     * @param id column of the example
     * @param time column of the time
     * @param constants columns of what does not change in time
     */
    public static <T extends Output<T>> CsvSeriesSource<T> byTime(
            Path path,
            OutputFactory<T> outputFactory,
            List<String> outputs,
            String id,
            String time,
            Set<String> constants) {
        CsvSeriesSource<T> source = new CsvSeriesSource<>(path, outputFactory, outputs);
        source.form = Form.LONG;
        source.id = id;
        source.time = time;
        source.constants = Collections.unmodifiableSet(new TreeSet<>(constants)); // in order, as a model tells of them
        source.postConfig();
        return source;
    }

    /** The same, in long form, with a line for each value: under the names of the columns of channel and value. */
    public CsvSeriesSource<T> byValue(String channelColumn, String valueColumn) {
        CsvSeriesSource<T> source = copy();
        source.form = Form.LONG;
        source.channel = channelColumn;
        source.value = valueColumn;
        source.postConfig();
        return source;
    }

    /** The same with further marks of missing values, such as {@code -999}; they are compared as texts. */
    public CsvSeriesSource<T> withMissing(Set<String> marks) {
        CsvSeriesSource<T> source = copy();
        source.missing = Collections.unmodifiableSet(new TreeSet<>(marks));
        source.postConfig();
        return source;
    }

    private CsvSeriesSource<T> copy() {
        CsvSeriesSource<T> copy = new CsvSeriesSource<>(path, outputFactory, outputs);
        copy.form = form;
        copy.id = id;
        copy.time = time;
        copy.channel = channel;
        copy.value = value;
        copy.constants = constants;
        copy.ignored = ignored;
        copy.separator = separator;
        copy.missing = missing;
        copy.timeSeparator = timeSeparator;
        return copy;
    }

    /** Rejects columns that do not fit each other. */
    @Override
    public void postConfig() {
        if (outputs.isEmpty()) {
            throw new PropertyException("", "outputs", "no column found, expected at least one.");
        }
        if (channel.isEmpty() != value.isEmpty()) {
            throw new PropertyException(
                    "",
                    "value",
                    "channel \"" + channel + "\" and value \"" + value + "\" found, expected both columns or none.");
        }
        requireOneUse();
    }

    /** A column that is an output must not be a feature as well. */
    private void requireOneUse() {
        List<String> used = new ArrayList<>(outputs);
        used.addAll(ignored);
        if (form == Form.LONG) {
            used.addAll(constants);
            used.addAll(List.of(id, time));
            Stream.of(channel, value).filter(column -> !column.isEmpty()).forEach(used::add);
        }
        Set<String> seen = new HashSet<>();
        for (String column : used) {
            if (!seen.add(column)) {
                throw new PropertyException(
                        "", "outputs", "column \"" + column + "\" found in two uses, expected one for each column.");
            }
        }
    }

    @Override
    Loaded<T> load() {
        CsvTable table = CsvTable.read(path, separator, missing);
        outputs.forEach(table::requireColumn);
        ignored.forEach(table::requireColumn);
        ExampleBuilder<T> builder = new ExampleBuilder<>(outputFactory, outputs, timeSeparator);
        List<Example<T>> examples = form == Form.WIDE ? wide(table, builder) : byId(table, builder);
        return new Loaded<>() {
            @Override
            public int size() {
                return examples.size();
            }

            @Override
            public Example<T> example(int index) {
                return examples.get(index);
            }
        };
    }

    private List<Example<T>> wide(CsvTable table, ExampleBuilder<T> builder) {
        List<String> features = features(table, List.of(outputs, ignored));
        requireOnePerTime(table, features);
        for (CsvTable.Row row : table.rows()) {
            ExampleBuilder<T>.Found example = builder.add(row);
            features.forEach(column -> example.feature(row, column, column));
        }
        return builder.build();
    }

    /** Names that differ only in how a time is written would be one observation, of which one value is lost. */
    private void requireOnePerTime(CsvTable table, List<String> features) {
        Map<String, String> found = new HashMap<>();
        for (String column : features) {
            int at = timeSeparator.isEmpty() ? -1 : column.lastIndexOf(timeSeparator);
            OptionalDouble number =
                    at < 0 ? OptionalDouble.empty() : NumberText.parse(column.substring(at + timeSeparator.length()));
            if (number.isPresent()) {
                String name = column.substring(0, at) + timeSeparator + NumberText.of(number.getAsDouble());
                String other = found.put(name, column);
                if (other != null) {
                    throw table.wrongHeader("columns \"" + other + "\" and \"" + column + "\" found, which are both "
                            + name + ", expected one for each time.");
                }
            }
        }
    }

    private List<Example<T>> byId(CsvTable table, ExampleBuilder<T> builder) {
        table.requireColumn(id);
        table.requireColumn(time);
        constants.forEach(table::requireColumn);
        if (!channel.isEmpty()) {
            table.requireColumn(channel);
            table.requireColumn(value);
        }
        List<String> channels = features(table, List.of(outputs, ignored, constants, List.of(id, time)));
        for (CsvTable.Row row : table.rows()) {
            ExampleBuilder<T>.Found example = builder.add(row.present(id), row);
            constants.forEach(column -> example.constant(row, column));
            if (channel.isEmpty()) {
                channels.forEach(column -> example.observation(row, time, column, column));
            } else {
                example.observation(row, time, row.filled(channel), value);
            }
        }
        return builder.build();
    }

    /**
     * The columns that are none of others.
     *
     * @throws DataException if one of them has no name
     */
    private static List<String> features(CsvTable table, List<Collection<String>> others) {
        List<String> features = new ArrayList<>(table.columns());
        others.forEach(features::removeAll);
        if (features.contains("")) {
            throw table.wrongHeader("column " + (table.columns().indexOf("") + 1)
                    + " without a name found, expected a name for each; take the column out if it only counts lines.");
        }
        return features;
    }

    @Override
    Map<String, String> hashes() {
        return Map.of(DataSourceProvenance.RESOURCE_HASH, ProvenanceUtil.hashResource(HashType.SHA256, path));
    }

    @Override
    public OutputFactory<T> getOutputFactory() {
        return outputFactory;
    }
}
