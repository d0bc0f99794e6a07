package io.seminode.data.tribuo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.RegressionFactory;

/** Puts examples together from the lines of a file. */
final class ExampleBuilder<T extends Output<T>> {
    private final OutputFactory<T> factory;
    private final List<String> outputs;
    private final String timeSeparator;
    private final Map<String, Found> examples = new LinkedHashMap<>();

    /** What was found of an example so far. */
    private record Found(List<String> outputs, Map<String, Double> features) {}

    ExampleBuilder(OutputFactory<T> factory, List<String> outputs, String timeSeparator) {
        this.factory = factory;
        this.outputs = outputs;
        this.timeSeparator = timeSeparator;
    }

    /** A line of an example. */
    void begin(String example, CsvTable.Row row) {
        List<String> texts = outputs.stream().map(row::text).toList();
        Found found = examples.computeIfAbsent(example, e -> new Found(texts, new LinkedHashMap<>()));
        if (!found.outputs().equals(texts)) {
            throw row.wrong("outputs " + texts + " found for \"" + example + "\", expected " + found.outputs()
                    + " as in its lines before.");
        }
    }

    /** A feature, unless it is missing. */
    void feature(String example, CsvTable.Row row, String name, String column) {
        if (!row.isMissing(column) && features(example).put(name, row.number(column)) != null) {
            throw row.wrong("a second value of \"" + name + "\" found for \"" + example + "\".");
        }
    }

    /** What must be the same in all lines of an example. */
    void constant(String example, CsvTable.Row row, String column) {
        if (row.isMissing(column)) {
            return;
        }
        Double before = features(example).put(column, row.number(column));
        if (before != null && before != row.number(column)) {
            throw row.wrong(row.text(column) + " found as \"" + column + "\" of \"" + example + "\", expected " + before
                    + " as in its lines before.");
        }
    }

    /** What a channel had at a time. */
    void observation(String example, CsvTable.Row row, String timeColumn, String channel, String column) {
        row.number(timeColumn); // or it is an error here already
        feature(example, row, channel + timeSeparator + row.text(timeColumn), column);
    }

    private Map<String, Double> features(String example) {
        return Objects.requireNonNull(examples.get(example)).features();
    }

    List<Example<T>> build() {
        List<Example<T>> built = new ArrayList<>();
        for (Found found : examples.values()) {
            built.add(new ArrayExample<>(
                    output(found.outputs()),
                    found.features().keySet().toArray(String[]::new),
                    found.features().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray()));
        }
        return built;
    }

    private T output(List<String> texts) {
        if (texts.stream().anyMatch(String::isEmpty)) {
            return factory.getUnknownOutput();
        }
        if (outputs.size() == 1 && !(factory instanceof RegressionFactory)) {
            return factory.generateOutput(texts.get(0));
        }
        List<String> named = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            named.add(outputs.get(i) + "=" + texts.get(i));
        }
        return factory.generateOutput(named);
    }
}
