package io.seminode.solver;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The values of a solution at its output times, copied out of TensorFlow.
 *
 * <p>A partial solution has fewer times than were asked for.
 */
public final class Solution {
    private final double[] times;
    private final Map<String, double[]> rows;
    private final double nextStep;
    private final SolveStatistics statistics;

    Solution(double[] times, Map<String, double[]> rows, double nextStep, SolveStatistics statistics) {
        this.times = times.clone();
        this.rows = new LinkedHashMap<>(rows);
        this.nextStep = nextStep;
        this.statistics = statistics;
    }

    /** The output times that were reached. */
    public double[] times() {
        return times.clone();
    }

    /** The names of the parts. */
    public Set<String> parts() {
        return rows.keySet();
    }

    /**
     * The value of a part at an output time, row-major.
     *
     * @throws IllegalArgumentException if there is no such part
     * @throws IndexOutOfBoundsException if there is no such time
     */
    public double[] get(String part, int time) {
        double[] all = rowsOf(part);
        if (time < 0 || time >= times.length) {
            throw new IndexOutOfBoundsException("Output time " + time + " of " + times.length + ".");
        }
        int size = all.length / times.length;
        return Arrays.copyOfRange(all, time * size, (time + 1) * size);
    }

    /** The value of a part at the last output time, row-major. */
    public double[] last(String part) {
        return get(part, times.length - 1);
    }

    /** What the solve cost. */
    public SolveStatistics statistics() {
        return statistics;
    }

    /** The step size the solve would have gone on with. */
    double nextStep() {
        return nextStep;
    }

    /**
     * All values of a part, [times, ...] row-major.
     *
     * @throws IllegalArgumentException if there is no such part
     */
    public double[] all(String part) {
        return rowsOf(part).clone();
    }

    private double[] rowsOf(String part) {
        double[] found = rows.get(part);
        if (found == null) {
            throw new IllegalArgumentException("No part \"" + part + "\"; there are " + rows.keySet() + ".");
        }
        return found;
    }
}
