package io.seminode.data.tribuo;

import io.seminode.data.NumberText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.anomaly.AnomalyFactory;
import org.tribuo.anomaly.Event.EventType;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** Puts examples together from the lines of a file. */
final class ExampleBuilder<T extends Output<T>> {
    private static final List<String> EVENTS = List.of(EventType.EXPECTED.name(), EventType.ANOMALOUS.name());

    private final OutputFactory<T> factory;
    private final List<String> outputs;
    private final String timeSeparator;
    private final Map<String, Found> examples = new LinkedHashMap<>();

    /** One of the examples while lines are added to it. */
    final class Found {
        private final String name;
        private final List<Object> values;
        private final T output;
        private final Map<String, Double> features = new LinkedHashMap<>();

        /**
         * An example without features.
         *
         * @param name for messages
         * @param values for each column of the outputs its number or text; an empty text if it is missing
         */
        private Found(String name, List<Object> values, T output) {
            this.name = name;
            this.values = values;
            this.output = output;
        }

        /** A feature, unless it is missing. */
        void feature(CsvTable.Row row, String feature, String column) {
            if (!row.isMissing(column) && features.put(feature, row.number(column)) != null) {
                throw row.wrong(column, "a second value of \"" + feature + "\" found for " + name + ", expected one.");
            }
        }

        /** What must be the same in all lines of an example. */
        void constant(CsvTable.Row row, String column) {
            if (row.isMissing(column)) {
                return;
            }
            Double before = features.put(column, row.number(column));
            if (before != null && before != row.number(column)) {
                throw row.wrong(
                        column,
                        row.text(column) + " found for " + name + ", expected " + NumberText.of(before)
                                + " as in its lines before.");
            }
        }

        /** What a channel had at a time; equal times have one name, however they are written. */
        void observation(CsvTable.Row row, String timeColumn, String channel, String column) {
            row.present(timeColumn);
            feature(row, channel + timeSeparator + NumberText.of(row.number(timeColumn)), column);
        }
    }

    ExampleBuilder(OutputFactory<T> factory, List<String> outputs, String timeSeparator) {
        this.factory = factory;
        this.outputs = outputs;
        this.timeSeparator = timeSeparator;
    }

    /** The example of a line that is one by itself. */
    Found add(CsvTable.Row row) {
        return begin(Integer.toString(examples.size()), "the line", row);
    }

    /** The example that a line belongs to. */
    Found add(String id, CsvTable.Row row) {
        return begin(id, "\"" + id + "\"", row);
    }

    private Found begin(String key, String name, CsvTable.Row row) {
        List<Object> values = outputs.stream().map(column -> value(row, column)).toList();
        Found example = examples.computeIfAbsent(key, k -> new Found(name, values, output(row, values)));
        for (int i = 0; i < outputs.size(); i++) {
            if (!example.values.get(i).equals(values.get(i))) {
                throw row.wrong(
                        outputs.get(i),
                        "\"" + row.text(outputs.get(i)) + "\" found for " + name + ", expected \""
                                + example.values.get(i) + "\" as in its lines before.");
            }
        }
        return example;
    }

    /** Targets that are numbers are compared as such; a missing output is an empty text. */
    private Object value(CsvTable.Row row, String column) {
        if (row.isMissing(column)) {
            return "";
        }
        return factory instanceof RegressionFactory ? (Object) (row.number(column) + 0.0) : row.text(column);
    }

    List<Example<T>> build() {
        List<Example<T>> built = new ArrayList<>();
        for (Found example : examples.values()) {
            Map<String, Double> features = example.features;
            built.add(new ArrayExample<>(
                    example.output,
                    features.keySet().toArray(String[]::new),
                    features.values().stream().mapToDouble(Double::doubleValue).toArray()));
        }
        return built;
    }

    @SuppressWarnings("unchecked") // the factory of regressors is one of these
    private T output(CsvTable.Row row, List<Object> values) {
        if (values.contains("")) {
            return factory.getUnknownOutput();
        }
        if (factory instanceof RegressionFactory) {
            return (T) new Regressor(
                    outputs.toArray(String[]::new),
                    values.stream().mapToDouble(v -> (Double) v).toArray());
        }
        if (factory instanceof AnomalyFactory) {
            requireEvent(row, values);
        }
        try {
            return outputs.size() == 1 ? factory.generateOutput(values.get(0)) : factory.generateOutput(named(values));
        } catch (RuntimeException e) {
            throw row.wrong(outputs.get(0), values + " found, which is no output: " + e.getMessage() + ".");
        }
    }

    /** The factory takes every text that it does not know for an expected event. */
    private void requireEvent(CsvTable.Row row, List<Object> values) {
        if (outputs.size() > 1 || !EVENTS.contains(String.valueOf(values.get(0)).toUpperCase(Locale.ROOT))) {
            throw row.wrong(outputs.get(0), values + " found, expected one of " + EVENTS + ".");
        }
    }

    private List<String> named(List<Object> values) {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            named.add(outputs.get(i) + "=" + values.get(i));
        }
        return named;
    }
}
