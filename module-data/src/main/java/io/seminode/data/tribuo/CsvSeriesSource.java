package io.seminode.data.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil.HashType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * <p>An empty field, {@code NA} and {@code NaN} are missing values, for which an example has no feature. Examples are in the
 * order of the file; one in long form need not be in one piece, nor its times in order. Where outputs are empty they are
 * unknown.
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
        source.constants = Set.copyOf(constants);
        source.postConfig();
        return source;
    }

    /** The same, in long form, with a line for each value: under the names of the columns of channel and value. */
    public CsvSeriesSource<T> byValue(String channelColumn, String valueColumn) {
        CsvSeriesSource<T> source = new CsvSeriesSource<>(path, outputFactory, outputs);
        source.form = Form.LONG;
        source.id = id;
        source.time = time;
        source.constants = constants;
        source.channel = channelColumn;
        source.value = valueColumn;
        source.postConfig();
        return source;
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
    }

    @Override
    Loaded<T> load() {
        CsvTable table = CsvTable.read(path, separator);
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
        for (CsvTable.Row row : table.rows()) {
            String example = Long.toString(row.line());
            builder.begin(example, row);
            row.values().forEach((column, text) -> {
                if (!outputs.contains(column) && !ignored.contains(column)) {
                    builder.feature(example, row, column, column);
                }
            });
        }
        return builder.build();
    }

    private List<Example<T>> byId(CsvTable table, ExampleBuilder<T> builder) {
        table.requireColumn(id);
        table.requireColumn(time);
        constants.forEach(table::requireColumn);
        if (!channel.isEmpty()) {
            table.requireColumn(channel);
            table.requireColumn(value);
        }
        for (CsvTable.Row row : table.rows()) {
            String example = row.text(id);
            builder.begin(example, row);
            constants.forEach(column -> builder.constant(example, row, column));
            if (channel.isEmpty()) {
                for (String column : channels(row)) {
                    builder.observation(example, row, time, column, column);
                }
            } else {
                builder.observation(example, row, time, row.text(channel), value);
            }
        }
        return builder.build();
    }

    private List<String> channels(CsvTable.Row row) {
        return row.values().keySet().stream()
                .filter(column -> !column.equals(id)
                        && !column.equals(time)
                        && !outputs.contains(column)
                        && !constants.contains(column)
                        && !ignored.contains(column))
                .toList();
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
