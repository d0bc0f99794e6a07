package io.seminode.solver;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event that happened.
 *
 * @param event its name
 * @param time when
 * @param before the state just before, for each part row-major
 * @param after the state just after; the same unless the event sets it anew
 */
public record Occurrence(String event, double time, Map<String, double[]> before, Map<String, double[]> after) {
    /** Copies the maps. */
    public Occurrence {
        before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
        after = Collections.unmodifiableMap(new LinkedHashMap<>(after));
    }
}
