package io.seminode.solver;

import java.util.Map;

/**
 * The derivatives of a loss by what is known of an event that happened.
 *
 * @param time by its time
 * @param before by the state just before it, for each part row-major; parts that are left out count as zero
 */
public record OccurrenceCotangent(double time, Map<String, double[]> before) {
    /** For an event that the loss does not look at. */
    public static final OccurrenceCotangent NONE = new OccurrenceCotangent(0, Map.of());

    /** Copies the map. */
    public OccurrenceCotangent {
        before = Map.copyOf(before);
    }
}
