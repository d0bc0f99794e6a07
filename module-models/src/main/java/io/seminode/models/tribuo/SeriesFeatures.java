package io.seminode.models.tribuo;

import io.seminode.data.Standardisation;
import io.seminode.models.PredictiveModel;
import io.seminode.models.cde.Interpolation;
import io.seminode.models.cde.NeuralCde;
import io.seminode.models.file.SettingsJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tribuo.Example;

/**
 * Time series as coefficients of paths.
 *
 * <p>Each example has times of its own: its path runs through its observations one after the other, 0, 1, 2, ..., and time is
 * one of its channels. For a controlled differential equation that is the same as a path in time, as its solution does not
 * depend on how fast the path is run through. An example with fewer observations stays where its path ends, where nothing
 * changes any more; one with more than any of the training has its path prolonged.
 *
 * <p>A missing value lies on the line, in time, between those before and after it; before the first and after the last one
 * it is equal to that. A rectilinear path has the value before it.
 *
 * @param converter makes series of examples
 * @param layout of the channels
 * @param standardisation of the channels but time, then of the constants
 * @param interpolation of the path
 * @param places of times along the path
 */
record SeriesFeatures(
        SeriesConverter converter,
        SeriesLayout layout,
        Standardisation standardisation,
        Interpolation interpolation,
        List<Double> places)
        implements FeatureCodec {
    private static final String CONVERTER = "converter";
    private static final String LAYOUT = "series";

    /** Checks that all channels are standardised, and copies the places. */
    SeriesFeatures {
        places = List.copyOf(places);
        int expected = layout.channels().size() + layout.constants().size();
        if (standardisation.size() != expected) {
            throw new IllegalArgumentException(
                    standardisation.size() + " standardised channels and constants found, expected " + expected);
        }
    }

    /** Those of a stored model. */
    static SeriesFeatures of(
            NeuralCde.Settings settings, @Nullable Standardisation found, Map<String, String> options) {
        Standardisation standardisation = Objects.requireNonNull(found, "the standardisation is missing");
        SeriesLayout layout = SettingsJson.read(Content.option(options, LAYOUT), SeriesLayout.class);
        StoredConverter stored = SettingsJson.read(Content.option(options, CONVERTER), StoredConverter.class);
        SeriesFeatures features = new SeriesFeatures(
                stored.converter(), layout, standardisation, settings.interpolation(), settings.times());
        if (settings.channels() != features.channels()
                || settings.staticFeatures() != layout.constants().size()
                || settings.times().size() != layout.steps()) {
            throw new IllegalArgumentException("a network of " + settings.channels() + " channels, "
                    + settings.staticFeatures() + " constants and "
                    + settings.times().size()
                    + " times found, expected that of " + layout);
        }
        return features;
    }

    /** Channels of the path, time included. */
    int channels() {
        return 1 + layout.channels().size();
    }

    /** The places of times in a path. */
    static List<Double> places(int steps) {
        return IntStream.range(0, steps).mapToObj(i -> (double) i).toList();
    }

    @Override
    public void describe(Map<String, String> options) {
        options.put(CONVERTER, SettingsJson.write(StoredConverter.of(converter)));
        options.put(LAYOUT, SettingsJson.write(layout));
    }

    @Override
    public Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        sizes.put(NeuralCde.PATH, interpolation.rows(layout.steps()) * interpolation.columns(channels()));
        if (!layout.constants().isEmpty()) {
            sizes.put(NeuralCde.STATIC, layout.constants().size());
        }
        return sizes;
    }

    /** Doubles the steps until all find room, so that only few sizes are ever compiled. */
    @Override
    public FeatureCodec fitting(List<? extends Example<?>> examples) {
        int steps = layout.steps();
        for (Example<?> example : examples) {
            while (steps < rows(converter.convert(example)).size()) {
                steps = Math.multiplyExact(steps, 2);
            }
        }
        return steps == layout.steps()
                ? this
                : new SeriesFeatures(
                        converter, layout.withSteps(steps), standardisation, interpolation, prolonged(steps));
    }

    /** The places with more of them after the last, as far apart as the last two. */
    private List<Double> prolonged(int steps) {
        List<Double> all = new ArrayList<>(places);
        double last = places.get(places.size() - 1);
        double apart = last - places.get(places.size() - 2);
        while (all.size() < steps) {
            all.add(last + apart * (all.size() - places.size() + 1));
        }
        return all;
    }

    @Override
    public PredictiveModel resized(PredictiveModel trained) {
        NeuralCde cde = (NeuralCde) trained;
        return cde.settings().times().size() == layout.steps()
                ? cde
                : new NeuralCde(cde.settings().withTimes(places));
    }

    @Override
    public int encode(Example<?> example, Map<String, float[]> fields, int row) {
        TimeSeries series = converter.convert(example);
        NavigableMap<Double, double[]> rows = rows(series);
        int used = constants(series, fields, row)
                + (int) rows.values().stream()
                        .flatMapToDouble(Arrays::stream)
                        .filter(v -> !Double.isNaN(v))
                        .count();
        if (used == 0) {
            throw new IllegalArgumentException("No features found in Example " + example + " that the model knows.");
        }
        double[] coefficients = coefficients(rows);
        float[] path = Objects.requireNonNull(fields.get(NeuralCde.PATH));
        for (int i = 0; i < coefficients.length; i++) {
            path[row * coefficients.length + i] =
                    FeatureCodec.single(coefficients[i], () -> "A coefficient of the path of " + example);
        }
        return used;
    }

    /** The values of the channels but time at each time at which one is observed, standardised, NaN where one is missing. */
    private NavigableMap<Double, double[]> rows(TimeSeries series) {
        NavigableMap<Double, double[]> rows = new TreeMap<>();
        for (TimeSeries.Observation observation : series.observations()) {
            int channel = layout.channels().indexOf(observation.channel());
            if (channel >= 0) {
                rows.computeIfAbsent(observation.time(), time -> missing())[channel] =
                        standardisation.apply(channel, observation.value());
            }
        }
        return rows;
    }

    private double standardised(double time) {
        return (time - layout.timeMean()) / layout.timeDeviation();
    }

    private double[] missing() {
        double[] values = new double[layout.channels().size()];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private int constants(TimeSeries series, Map<String, float[]> fields, int row) {
        int used = 0;
        int count = layout.constants().size();
        for (int i = 0; i < count; i++) {
            Double value = series.constants().get(layout.constants().get(i));
            used += value == null ? 0 : 1;
            // One that is missing is 0 before standardisation, as everywhere in Tribuo.
            double standardised = standardisation.apply(channels() - 1 + i, value == null ? 0 : value);
            String name = layout.constants().get(i);
            Objects.requireNonNull(fields.get(NeuralCde.STATIC))[row * count + i] =
                    FeatureCodec.single(standardised, () -> "Feature \"" + name + "\"");
        }
        return used;
    }

    private double[] coefficients(NavigableMap<Double, double[]> rows) {
        int channels = channels();
        double[] times = new double[layout.steps()];
        double[] observed = new double[layout.steps() * channels];
        Arrays.fill(observed, Double.NaN);
        double end = rows.isEmpty() ? layout.timeMean() : rows.lastKey();
        int step = 0;
        for (Map.Entry<Double, double[]> row : rows.entrySet()) {
            times[step] = row.getKey(); // as it is: two times may be the same number when standardised
            observed[step * channels] = standardised(times[step]);
            System.arraycopy(row.getValue(), 0, observed, step * channels + 1, channels - 1);
            step++;
        }
        for (int i = step; i < times.length; i++) {
            times[i] = i == 0 ? end : Math.nextUp(times[i - 1]); // only so that missing values find those before them
            observed[i * channels] = standardised(end);
        }
        double[] along = places.stream().mapToDouble(Double::doubleValue).toArray();
        if (interpolation == Interpolation.RECTILINEAR) {
            return interpolation.coefficients(along, observed, channels);
        }
        double[] filled = Interpolation.LINEAR.coefficients(times, observed, channels);
        return interpolation == Interpolation.LINEAR ? filled : interpolation.coefficients(along, filled, channels);
    }
}
