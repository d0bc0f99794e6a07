package io.seminode.models.cde;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Pieces of one channel's path, with missing values as NaN. */
final class Splines {
    private Splines() {}

    /**
     * Values at all times: missing ones lie on the line between their neighbours; before the first and after the last
     * observation the path is constant, and without any observation it is zero.
     */
    static double[] filled(double[] times, double[] values) {
        int[] known = known(values);
        double[] filled = new double[values.length];
        if (known.length == 0) {
            return filled;
        }
        int next = 0;
        for (int i = 0; i < values.length; i++) {
            while (next < known.length && known[next] < i) {
                next++;
            }
            int after = known[Math.min(next, known.length - 1)];
            int before = known[Math.max(0, Math.min(next, known.length) - 1)];
            if (after == i || next == 0 || next == known.length) {
                filled[i] = values[after];
            } else {
                double part = (times[i] - times[before]) / (times[after] - times[before]);
                filled[i] = values[before] + part * (values[after] - values[before]);
            }
        }
        return filled;
    }

    private static int[] known(double[] values) {
        return IntStream.range(0, values.length)
                .filter(i -> !Double.isNaN(values[i]))
                .toArray();
    }

    /** a, b, 2c, 3d of each piece between two times: see {@link Interpolation#HERMITE_CUBIC}. */
    static double[][] hermite(double[] times, double[] values) {
        double[] x = filled(times, values);
        double[][] pieces = new double[times.length - 1][];
        double slopeBefore = (x[1] - x[0]) / (times[1] - times[0]); // as if the first line had begun earlier
        for (int i = 0; i < pieces.length; i++) {
            double h = times[i + 1] - times[i];
            double slope = (x[i + 1] - x[i]) / h;
            pieces[i] = piece(h, x[i], x[i + 1], slopeBefore, slope);
            slopeBefore = slope;
        }
        return pieces;
    }

    /**
     * a, b, 2c, 3d of each piece between two times of the natural spline through the observations. Before the first and after
     * the last one, the spline goes through values equal to them.
     */
    static double[][] natural(double[] times, double[] values) {
        int[] known = known(values);
        double[][] pieces = new double[times.length - 1][4];
        if (known.length == 0) {
            return pieces;
        }
        double[] x = values.clone();
        Arrays.fill(x, 0, known[0], values[known[0]]);
        Arrays.fill(x, known[known.length - 1], x.length, values[known[known.length - 1]]);
        int[] knots = known(x);
        double[] t = Arrays.stream(knots).mapToDouble(i -> times[i]).toArray();
        double[] y = Arrays.stream(knots).mapToDouble(i -> x[i]).toArray();
        double[] slopes = naturalSlopes(t, y);
        int piece = 0;
        for (int i = 0; i < pieces.length; i++) {
            if (piece + 1 < t.length - 1 && times[i] >= t[piece + 1]) {
                piece++;
            }
            double[] whole = piece(t[piece + 1] - t[piece], y[piece], y[piece + 1], slopes[piece], slopes[piece + 1]);
            pieces[i] = moved(whole, times[i] - t[piece]);
        }
        return pieces;
    }

    /** a, b, 2c, 3d of the cubic between two values with given slopes. */
    private static double[] piece(double h, double from, double to, double slopeFrom, double slopeTo) {
        double slope = (to - from) / h;
        double twoC = (6 * slope - 4 * slopeFrom - 2 * slopeTo) / h;
        double threeD = 3 * (slopeFrom + slopeTo - 2 * slope) / (h * h);
        return new double[] {from, slopeFrom, twoC, threeD};
    }

    /** The same cubic, seen from a place further on. */
    private static double[] moved(double[] p, double by) {
        return new double[] {
            p[0] + by * (p[1] + by * (p[2] / 2 + by * p[3] / 3)),
            p[1] + by * (p[2] + by * p[3]),
            p[2] + 2 * by * p[3],
            p[3]
        };
    }

    /** Slopes at the knots: the curvature is continuous, and zero at both ends. A tridiagonal system, solved by elimination. */
    private static double[] naturalSlopes(double[] t, double[] y) {
        int n = t.length;
        double[] diagonal = new double[n];
        double[] right = new double[n];
        for (int i = 0; i < n - 1; i++) {
            double r = 1 / (t[i + 1] - t[i]);
            double scaled = 3 * (y[i + 1] - y[i]) * r * r;
            diagonal[i] += 2 * r;
            diagonal[i + 1] += 2 * r;
            right[i] += scaled;
            right[i + 1] += scaled;
        }
        for (int i = 1; i < n; i++) {
            double r = 1 / (t[i] - t[i - 1]);
            double factor = r / diagonal[i - 1];
            diagonal[i] -= factor * r;
            right[i] -= factor * right[i - 1];
        }
        double[] slopes = new double[n];
        slopes[n - 1] = right[n - 1] / diagonal[n - 1];
        for (int i = n - 2; i >= 0; i--) {
            slopes[i] = (right[i] - slopes[i + 1] / (t[i + 1] - t[i])) / diagonal[i];
        }
        return slopes;
    }
}
