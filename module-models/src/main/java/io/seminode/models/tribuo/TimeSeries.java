package io.seminode.models.tribuo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An example as a time series: what was observed when, in any order, and what does not change in time.
 *
 * @param observations of channels
 * @param constants values that belong to no time, by name
 */
public record TimeSeries(List<Observation> observations, Map<String, Double> constants) {
    /** Copies; rejects two observations of a channel at one time. */
    public TimeSeries {
        observations = List.copyOf(observations);
        constants = Map.copyOf(constants);
        requireOnePerTime(observations);
        constants.forEach((name, value) -> requireFinite("the value of \"" + name + "\"", value));
    }

    /**
     * One observation.
     *
     * @param channel that was observed
     * @param time of the observation, in any unit
     * @param value that was found; NaN if it is missing
     */
    public record Observation(String channel, double time, double value) {
        /** Rejects a time that is no number, and a value that is infinite; time -0.0 is 0.0. */
        public Observation {
            requireFinite("a time of \"" + channel + "\"", time);
            time += 0.0;
            if (!Double.isNaN(value)) {
                requireFinite("a value of \"" + channel + "\"", value);
            }
        }
    }

    private static void requireOnePerTime(List<Observation> observations) {
        Map<String, Map<Double, Double>> found = new HashMap<>();
        for (Observation one : observations) {
            Double before = found.computeIfAbsent(one.channel(), channel -> new HashMap<>())
                    .put(one.time(), one.value());
            if (before != null) {
                throw new IllegalArgumentException("Found the values " + before + " and " + one.value() + " of \""
                        + one.channel() + "\" at time " + one.time() + ", expected one for each time.");
            }
        }
    }

    private static void requireFinite(String what, double number) {
        if (!Float.isFinite((float) number)) {
            throw new IllegalArgumentException(
                    "Found " + number + " as " + what + ", expected a finite number that float32 can hold.");
        }
    }

    /** Puts a series together. */
    public static final class Builder {
        private final List<Observation> observations = new ArrayList<>();
        private final Map<String, Double> constants = new LinkedHashMap<>();

        /** An empty series. */
        public Builder() {}

        /** Adds an observation; NaN for a missing value. */
        public Builder observe(String channel, double time, double value) {
            observations.add(new Observation(channel, time, value));
            return this;
        }

        /** Adds a value that does not change in time. */
        public Builder constant(String name, double value) {
            constants.put(name, value);
            return this;
        }

        /** The series. */
        public TimeSeries build() {
            return new TimeSeries(observations, constants);
        }
    }
}
