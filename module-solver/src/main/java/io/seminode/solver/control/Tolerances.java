package io.seminode.solver.control;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tolerances of the parts of a state.
 *
 * @param common of all parts that have none of their own
 * @param parts those of parts that have their own, by name. The adjoint's parts have theirs by their own names: {@code a_z},
 *     {@code a_theta.W} for a parameter W, {@code a_t}
 */
public record Tolerances(Tolerance common, Map<String, Tolerance> parts) {
    /** rtol 1e-3 and atol 1e-6 for all. */
    public static final Tolerances DEFAULT = new Tolerances(new Tolerance(1e-3, 1e-6), Map.of());

    /** Copies the map. */
    public Tolerances {
        parts = Collections.unmodifiableMap(new TreeMap<>(parts)); // in order: equal settings give equal files
    }

    /** The tolerance of the part of that name. */
    public Tolerance of(String part) {
        return parts.getOrDefault(part, common);
    }

    /** With another tolerance of all parts that have none of their own. */
    public Tolerances withCommon(Tolerance other) {
        return new Tolerances(other, parts);
    }

    /** With a tolerance of its own for one part. */
    public Tolerances withPart(String part, Tolerance own) {
        Map<String, Tolerance> changed = new TreeMap<>(parts);
        changed.put(part, own);
        return new Tolerances(common, changed);
    }
}
