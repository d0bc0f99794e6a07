package io.seminode.solver.support;

import io.seminode.solver.StepRecord;
import io.seminode.solver.method.ButcherTableau;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The adaptive solve of torchdiffeq 0.2.5 written a second time, in plain Java: first step after Hairer, integral
 * controller, steps that overshoot the output times, quartic interpolation, time reversed by negating it.
 */
public final class ReferenceSolver {
    private static final double SAFETY = 0.9;
    private static final double SMALLEST_FACTOR = 0.2;
    private static final double LARGEST_FACTOR = 10;

    private final ButcherTableau tableau;
    private final double rtol;
    private final double atol;
    private final int[] partSizes;

    private Field field = (t, y) -> y;
    private int evaluations;
    private int accepted;
    private int rejected;
    private final List<StepRecord> steps = new ArrayList<>();

    /** A right-hand side. */
    @FunctionalInterface
    public interface Field {
        /** dy/dt, a new array. */
        double[] at(double t, double[] y);
    }

    /** What a solve gives: values at each output time and what it cost. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Result(double[][] values, int evaluations, int accepted, int rejected, List<StepRecord> steps) {}

    /** A trial step. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Trial(double[] y1, double[] f1, double[] error, double[] middle) {}

    private ReferenceSolver(ButcherTableau tableau, double rtol, double atol, int[] partSizes) {
        this.tableau = tableau;
        this.rtol = rtol;
        this.atol = atol;
        this.partSizes = partSizes;
    }

    /**
     * Solves with the maximum over parts of the root mean square as norm.
     *
     * @param partSizes how many of the values belong to each part, in order
     */
    public static Result solve(
            ButcherTableau tableau,
            Field field,
            double[] y0,
            int[] partSizes,
            double[] times,
            double rtol,
            double atol) {
        ReferenceSolver solver = new ReferenceSolver(tableau, rtol, atol, partSizes);
        if (times[1] > times[0]) {
            return solver.run(field, y0, times);
        }
        double[] negated = Arrays.stream(times).map(t -> -t).toArray();
        return solver.run((t, y) -> scaled(-1, field.at(-t, y)), y0, negated);
    }

    private Result run(Field f, double[] y0, double[] times) {
        field = f;
        double t = times[0];
        double[] y = y0;
        double[] slope = evaluate(t, y);
        double h = firstStep(t, y, slope);
        double[][] values = new double[times.length][];
        values[0] = y0;
        double lastStart = t;
        double[] lastY = y;
        double[] lastSlope = slope;
        double[] middle = y;
        for (int i = 1; i < times.length; i++) {
            while (t < times[i]) {
                double t1 = t + h;
                Trial trial = trial(t, t1, h, y, slope);
                double ratio = norm(trial.error(), tolerance(y, trial.y1()));
                boolean accept = ratio <= 1;
                steps.add(new StepRecord(t, h, accept));
                if (accept) {
                    accepted++;
                    lastStart = t;
                    lastY = y;
                    lastSlope = slope;
                    middle = trial.middle();
                    t = t1;
                    y = trial.y1();
                    slope = trial.f1();
                } else {
                    rejected++;
                }
                h *= factor(ratio);
            }
            values[i] = interpolate(lastStart, t, lastY, y, lastSlope, slope, middle, times[i]);
        }
        return new Result(values, evaluations, accepted, rejected, List.copyOf(steps));
    }

    private double[] evaluate(double t, double[] y) {
        evaluations++;
        return field.at(t, y);
    }

    private double firstStep(double t0, double[] y0, double[] f0) {
        double[] scale = new double[y0.length];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = atol + Math.abs(y0[i]) * rtol;
        }
        double d0 = norm(y0, scale);
        double d1 = norm(f0, scale);
        double h0 = d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : 0.01 * d0 / d1;
        double[] f1 = evaluate(t0 + h0, plus(y0, scaled(h0, f0)));
        double d2 = norm(plus(f1, scaled(-1, f0)), scale) / h0;
        double h1 = d1 <= 1e-15 && d2 <= 1e-15
                ? Math.max(1e-6, h0 * 1e-3)
                : Math.pow(0.01 / Math.max(d1, d2), 1.0 / tableau.order());
        return Math.min(100 * h0, h1);
    }

    private Trial trial(double t0, double t1, double h, double[] y0, double[] f0) {
        double[] nodes = tableau.nodes();
        List<double[]> k = new ArrayList<>();
        k.add(f0);
        double[] y = y0;
        for (int i = 1; i < tableau.stages(); i++) {
            y = plus(y0, combination(h, tableau.row(i), k));
            k.add(evaluate(nodes[i] == 1 ? Math.nextDown(t1) : t0 + nodes[i] * h, y));
        }
        double[] f1 = k.get(k.size() - 1);
        if (!tableau.isFsal()) {
            y = plus(y0, combination(h, tableau.weights(), k));
            f1 = evaluate(Math.nextDown(t1), y);
        }
        return new Trial(
                y, f1, combination(h, tableau.errorWeights(), k), plus(y0, combination(h, tableau.midWeights(), k)));
    }

    private double[] tolerance(double[] y0, double[] y1) {
        double[] tolerance = new double[y0.length];
        for (int i = 0; i < tolerance.length; i++) {
            tolerance[i] = atol + rtol * Math.max(Math.abs(y0[i]), Math.abs(y1[i]));
        }
        return tolerance;
    }

    /** The largest root mean square of a part of value / scale. */
    private double norm(double[] value, double[] scale) {
        double largest = 0;
        int next = 0;
        for (int size : partSizes) {
            double sum = 0;
            for (int i = 0; i < size; i++, next++) {
                sum += value[next] / scale[next] * (value[next] / scale[next]);
            }
            largest = Math.max(largest, Math.sqrt(sum / size));
        }
        return largest;
    }

    private double factor(double ratio) {
        if (ratio == 0) {
            return LARGEST_FACTOR;
        }
        double smallest = ratio < 1 ? 1 : SMALLEST_FACTOR;
        return Math.min(LARGEST_FACTOR, Math.max(SAFETY / Math.pow(ratio, 1.0 / tableau.order()), smallest));
    }

    private static double[] interpolate(
            double t0, double t1, double[] y0, double[] y1, double[] f0, double[] f1, double[] middle, double t) {
        double h = t1 - t0;
        double x = (t - t0) / h;
        double[] value = new double[y0.length];
        for (int i = 0; i < value.length; i++) {
            double a = 2 * h * (f1[i] - f0[i]) - 8 * (y1[i] + y0[i]) + 16 * middle[i];
            double b = h * (5 * f0[i] - 3 * f1[i]) + 18 * y0[i] + 14 * y1[i] - 32 * middle[i];
            double c = h * (f1[i] - 4 * f0[i]) - 11 * y0[i] - 5 * y1[i] + 16 * middle[i];
            value[i] = y0[i] + x * (h * f0[i] + x * (c + x * (b + x * a)));
        }
        return value;
    }

    private static double[] combination(double h, double[] weights, List<double[]> k) {
        double[] sum = new double[k.get(0).length];
        for (int j = 0; j < weights.length; j++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += h * weights[j] * k.get(j)[i];
            }
        }
        return sum;
    }

    private static double[] scaled(double factor, double[] x) {
        return Arrays.stream(x).map(v -> factor * v).toArray();
    }

    private static double[] plus(double[] x, double[] y) {
        double[] sum = x.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += y[i];
        }
        return sum;
    }
}
