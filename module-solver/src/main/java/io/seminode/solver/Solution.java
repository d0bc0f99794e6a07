package io.seminode.solver;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of a solution at its output times, copied out of TensorFlow.
 *
 * <p>A partial solution, or one that an event ended, has fewer times than were asked for.
 */
public final class Solution {
    private final double[] times;
    private final Map<String, double[]> rows;
    private final double nextStep;
    private final SolveStatistics statistics;
    private final Map<String, double[]> stored;
    private final @Nullable DenseOutput dense;
    private final List<Occurrence> events;

    /**
     * A solution.
     *
     * @param stored what was kept for the adjoint, by name
     * @param dense what lies between output times; null if it was not asked for
     * @param events what happened on the way
     */
    Solution(
            double[] times,
            Map<String, double[]> rows,
            double nextStep,
            SolveStatistics statistics,
            Map<String, double[]> stored,
            @Nullable DenseOutput dense,
            List<Occurrence> events) {
        this.events = List.copyOf(events);
        this.stored = stored;
        this.dense = dense;
        this.times = times.clone();
        this.rows = new LinkedHashMap<>(rows);
        this.nextStep = nextStep;
        this.statistics = statistics;
    }

    /** The output times that were reached. */
    public double[] times() {
        return times.clone();
    }

    /** What happened on the way, in order; if an event ended the solve, it is the last one. */
    public List<Occurrence> events() {
        return events;
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

    /**
     * The value of a part at any time of the solve, interpolated in the step it lies in, row-major.
     *
     * @param t from the first to the last time that was reached
     * @throws IllegalStateException if the solver has no dense output, see {@link Solver#withDenseOutput}
     * @throws IllegalArgumentException if there is no such part, or the solution does not reach to {@code t}
     */
    public double[] evaluate(String part, double t) {
        return interpolate(part, t, false);
    }

    /**
     * The derivative by time of a part at any time of the solve: that of the interpolant, row-major. See {@link #evaluate}.
     */
    public double[] derivative(String part, double t) {
        return interpolate(part, t, true);
    }

    /**
     * Where the accepted steps begin, and where the last one ends: [steps + 1], or empty if none was needed. A solve that
     * is not clipped may end past the last output time.
     *
     * @throws IllegalStateException if the solver has no dense output, see {@link Solver#withDenseOutput}
     */
    public double[] stepTimes() {
        return requireDense().times();
    }

    private double[] interpolate(String part, double t, boolean derivative) {
        DenseOutput output = requireDense();
        rowsOf(part);
        requireReached(t, times[0], output.reach());
        if (t == times[0] && !derivative) {
            return get(part, 0);
        }
        return output.at(part, t, derivative);
    }

    private static void requireReached(double t, double first, double last) {
        if (!(Math.min(first, last) <= t && t <= Math.max(first, last))) {
            throw new IllegalArgumentException("Time " + t + " found, expected one from " + first + " to " + last
                    + ", where the solution is known.");
        }
    }

    private DenseOutput requireDense() {
        if (dense == null) {
            throw new IllegalStateException("The solution is known at its output times only. Solve with"
                    + " Solver.withDenseOutput to evaluate it between them.");
        }
        return dense;
    }

    /** What was kept for the adjoint, by name. */
    Map<String, double[]> stored() {
        return stored;
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
