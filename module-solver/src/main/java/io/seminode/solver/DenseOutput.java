package io.seminode.solver;

import io.seminode.solver.internal.system.StepInterpolant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The accepted steps of a solve, copied out of TensorFlow: the solution between its output times. */
final class DenseOutput {
    private final StepInterpolant interpolant;
    private final double[] starts;
    private final double[] ends;
    private final double end;
    private final Map<String, List<double[]>> known;

    /**
     * Dense output.
     *
     * @param starts of the steps
     * @param ends of the steps
     * @param end the last output time, which the last step may go past
     * @param known for each part y0, y1, f0, f1 and, for the quartic, the middle: [steps, ...] row-major
     */
    DenseOutput(
            StepInterpolant interpolant,
            double[] starts,
            double[] ends,
            double end,
            Map<String, List<double[]>> known) {
        this.end = end;
        this.interpolant = interpolant;
        this.starts = starts;
        this.ends = ends;
        this.known = known;
    }

    private boolean isStill() {
        return starts.length == 1 && starts[0] == ends[0];
    }

    /** Up to where the solution is known: the last output time, or before it if the solve failed. */
    double reach() {
        double last = ends[ends.length - 1];
        return Math.abs(last - starts[0]) < Math.abs(end - starts[0]) ? last : end;
    }

    /** Where the steps begin and the last one ends. */
    double[] times() {
        if (isStill()) {
            return new double[0];
        }
        double[] times = Arrays.copyOf(starts, starts.length + 1);
        times[starts.length] = ends[starts.length - 1];
        return times;
    }

    /** The value of a part at a time, or its derivative. */
    double[] at(String part, double t, boolean derivative) {
        int step = stepOf(t);
        double dt = ends[step] - starts[step];
        if (dt == 0) { // no step was needed
            return Objects.requireNonNull(known.get(part), part)
                    .get(derivative ? StepInterpolant.F0 : StepInterpolant.Y0)
                    .clone();
        }
        double x = (t - starts[step]) / dt;
        double[] weights = derivative ? interpolant.slopes(x) : interpolant.weights(x);
        List<double[]> rows = Objects.requireNonNull(known.get(part), part);
        int size = rows.get(0).length / starts.length;
        double[] value = new double[size];
        for (int k = 0; k < weights.length; k++) {
            double weight = weights[k] * scale(k, dt, derivative);
            double[] row = rows.get(k);
            for (int i = 0; i < size; i++) {
                value[i] += weight * row[step * size + i];
            }
        }
        return value;
    }

    /** Slopes are known by time, weights are by fraction of the step. */
    private static double scale(int known, double dt, boolean derivative) {
        double slope = known == 2 || known == 3 ? dt : 1;
        return derivative ? slope / dt : slope;
    }

    private int stepOf(double t) {
        boolean isForward = ends[0] > starts[0];
        int step = 0;
        while (step + 1 < starts.length && (isForward ? starts[step + 1] <= t : starts[step + 1] >= t)) {
            step++;
        }
        return step;
    }
}
