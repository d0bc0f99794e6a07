package io.seminode.models.tribuo;

import io.seminode.data.Standardisation;
import io.seminode.data.Standardisation.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How time series lie in a batch. Channel 0 is time; further channels and constants have their places in the order of their
 * names.
 *
 * @param channels that are observed
 * @param constants that do not change in time
 * @param timeMean of the times of observations
 * @param timeDeviation of the times of observations
 * @param steps places for times of observations
 */
record SeriesLayout(List<String> channels, List<String> constants, double timeMean, double timeDeviation, int steps) {
    /** A path needs two points. */
    static final int FEWEST_STEPS = 2;

    /** Copies. */
    SeriesLayout {
        channels = List.copyOf(channels);
        constants = List.copyOf(constants);
        if (!(timeDeviation > 0) || !Double.isFinite(timeMean) || steps < FEWEST_STEPS) {
            throw new IllegalArgumentException("Times of mean " + timeMean + " and deviation " + timeDeviation + " in "
                    + steps + " steps found, expected a positive deviation and at least " + FEWEST_STEPS + " steps.");
        }
    }

    /** What was found out about a data set. */
    record Measured(SeriesLayout layout, Standardisation standardisation) {}

    /**
     * The layout of series, and the standardisation of channels, then constants, over what was observed.
     *
     * @param series at least one
     * @throws IllegalArgumentException if nothing is observed at any time
     */
    static Measured of(List<TimeSeries> series) {
        Map<String, Moments> channels = new TreeMap<>();
        Map<String, Moments> constants = new TreeMap<>();
        Moments times = new Moments();
        int steps = FEWEST_STEPS;
        for (TimeSeries one : series) {
            Set<Double> distinct = new TreeSet<>();
            for (TimeSeries.Observation observation : one.observations()) {
                distinct.add(observation.time());
                channels.computeIfAbsent(observation.channel(), name -> new Moments())
                        .add(observation.value());
            }
            distinct.forEach(times::add);
            steps = Math.max(steps, distinct.size());
            one.constants()
                    .forEach((name, value) ->
                            constants.computeIfAbsent(name, n -> new Moments()).add(value));
        }
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("No feature with a time found, expected names such as \"pressure@3.5\";"
                    + " another way to name them is a converter's to know.");
        }
        List<Moments> all = new ArrayList<>(channels.values());
        all.addAll(constants.values());
        SeriesLayout layout = new SeriesLayout(
                List.copyOf(channels.keySet()),
                List.copyOf(constants.keySet()),
                times.mean(),
                times.deviation(),
                steps);
        return new Measured(layout, Standardisation.of(all));
    }

    /** The same with places for more times. */
    SeriesLayout withSteps(int others) {
        return new SeriesLayout(channels, constants, timeMean, timeDeviation, others);
    }
}
