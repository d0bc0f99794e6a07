package io.seminode.cli.grid;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trainings of one problem that differ in norm, tolerance and seed. They do not depend on each other.
 *
 * @param problem the experiment's name
 * @param options of {@code seminode train} that all have in common, by name without dashes; an empty value for a flag
 * @param norms of the backward solve, each as NAME or NAME@MODE
 * @param tolerances each norm is used at each
 * @param seeds each norm is used at each tolerance with each
 */
public record Grid(
        String problem, Map<String, String> options, List<String> norms, List<Tolerance> tolerances, List<Long> seeds) {

    /** Copies the lists; rejects a grid without a training. */
    public Grid {
        options = Collections.unmodifiableMap(new TreeMap<>(options)); // in order: equal grids give equal files
        norms = List.copyOf(norms);
        tolerances = List.copyOf(tolerances);
        seeds = List.copyOf(seeds);
        requireOneOrMore(norms, "norms");
        requireOneOrMore(tolerances, "tolerances");
        requireOneOrMore(seeds, "seeds");
    }

    private static void requireOneOrMore(List<?> values, String what) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("A grid without " + what + " found, expected one or more.");
        }
    }

    /** How many trainings there are. */
    public long size() {
        return (long) norms.size() * tolerances.size() * seeds.size();
    }

    /** All trainings: by seed, then by tolerance, then by norm, so that what is compared comes together. */
    public List<GridRun> runs() {
        List<GridRun> runs = new ArrayList<>();
        for (long seed : seeds) {
            for (Tolerance tolerance : tolerances) {
                for (String norm : norms) {
                    runs.add(new GridRun(problem, options, norm, tolerance, seed));
                }
            }
        }
        return runs;
    }
}
