package io.seminode.models.cde;

import java.util.Arrays;
import java.util.Locale;

/**
 * How observations become a path X(t), channel by channel. Missing values are NaN.
 *
 * <p>Coefficients are those of torchcde: for the linear ways the values at the knots, [knots, channels]; for the cubic ones a,
 * b, 2c and 3d side by side, [knots - 1, 4 channels], where X(t) = a + b s + c s^2 + d s^3 with s = t - (knot before t).
 *
 * <p>Source: P. Kidger, J. Morrill, J. Foster and T. Lyons, "Neural Controlled Differential Equations for Irregular Time
 * Series" (NeurIPS 2020); J. Morrill, P. Kidger, L. Yang and T. Lyons, "Neural Controlled Differential Equations for Online
 * Prediction Tasks" (2021) for the rectilinear and the Hermite path.
 */
public enum Interpolation {
    /** Straight lines between observations; missing values lie on them. */
    LINEAR(true),
    /**
     * First time moves on, then the values jump to the next observation: nothing is known before it is observed. Channel 0 must
     * be time. The path has a parameter of its own, 0, 1, 2, ..., with two pieces for each observation.
     */
    RECTILINEAR(true),
    /** The smoothest: a cubic spline without curvature at its ends, as it is known only when all is observed. */
    NATURAL_CUBIC(false),
    /** Cubic pieces whose slope at a knot is that of the line before it: smooth, and known up to the next observation. */
    HERMITE_CUBIC(false);

    private static final int CUBIC_COLUMNS = 4;

    private final boolean linear;

    Interpolation(boolean linear) {
        this.linear = linear;
    }

    /** The name as used on the command line and in files: lower case, with hyphens. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the path consists of straight lines, so that its derivative jumps at the knots. */
    public boolean isLinear() {
        return linear;
    }

    /** The knots of the path of observations at the given times. */
    public double[] knots(double... times) {
        if (this != RECTILINEAR) {
            return times.clone();
        }
        double[] knots = new double[2 * times.length - 1];
        Arrays.setAll(knots, i -> i);
        return knots;
    }

    /** Rows of the coefficients of so many observations. */
    public int rows(int observations) {
        return switch (this) {
            case LINEAR -> observations;
            case RECTILINEAR -> 2 * observations - 1;
            case NATURAL_CUBIC, HERMITE_CUBIC -> observations - 1;
        };
    }

    /** Columns of the coefficients of so many channels. */
    public int columns(int channels) {
        return linear ? channels : CUBIC_COLUMNS * channels;
    }

    /**
     * The coefficients of a path.
     *
     * @param times of the observations, increasing, at least 2
     * @param observed [times, channels] row-major
     * @return [{@link #rows}, {@link #columns}] row-major
     * @throws IllegalArgumentException if there are too few times, they do not increase, or values are not as many as they
     *     should be; for the rectilinear path, if a time is missing
     */
    public double[] coefficients(double[] times, double[] observed, int channels) {
        requireFit(times, observed, channels);
        if (this == RECTILINEAR) {
            return rectilinear(times.length, observed, channels);
        }
        double[] coefficients = new double[rows(times.length) * columns(channels)];
        double[] values = new double[times.length];
        for (int channel = 0; channel < channels; channel++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = observed[i * channels + channel];
            }
            if (this == LINEAR) {
                double[] filled = Splines.filled(times, values);
                for (int i = 0; i < filled.length; i++) {
                    coefficients[i * channels + channel] = filled[i];
                }
            } else {
                double[][] pieces =
                        this == NATURAL_CUBIC ? Splines.natural(times, values) : Splines.hermite(times, values);
                for (int i = 0; i < pieces.length; i++) {
                    for (int power = 0; power < CUBIC_COLUMNS; power++) {
                        coefficients[(i * CUBIC_COLUMNS + power) * channels + channel] = pieces[i][power];
                    }
                }
            }
        }
        return coefficients;
    }

    private static void requireFit(double[] times, double[] observed, int channels) {
        if (times.length < 2 || channels < 1 || observed.length != times.length * channels) {
            throw new IllegalArgumentException(observed.length + " values found, expected those of " + channels
                    + " channels at " + times.length + " times, at least 2.");
        }
        for (int i = 1; i < times.length; i++) {
            if (!(times[i] > times[i - 1])) {
                throw new IllegalArgumentException(
                        "Time " + times[i] + " found after " + times[i - 1] + ", expected increasing times.");
            }
        }
    }

    private static double[] rectilinear(int times, double[] observed, int channels) {
        double[] known = observed.clone();
        for (int i = 0; i < known.length; i++) {
            if (Double.isNaN(known[i])) {
                if (i % channels == 0) {
                    throw new IllegalArgumentException("A missing time found in row " + i / channels
                            + ", expected channel 0 of a rectilinear path to be time.");
                }
                known[i] = i < channels ? firstKnown(observed, i, channels) : known[i - channels];
            }
        }
        double[] rows = new double[(2 * times - 1) * channels];
        for (int row = 0; row < 2 * times - 1; row++) {
            for (int channel = 0; channel < channels; channel++) {
                int from = channel == 0 ? (row + 1) / 2 : row / 2;
                rows[row * channels + channel] = known[from * channels + channel];
            }
        }
        return rows;
    }

    /** The first value of a channel that is there; 0 if none is. */
    private static double firstKnown(double[] observed, int channel, int channels) {
        for (int i = channel; i < observed.length; i += channels) {
            if (!Double.isNaN(observed[i])) {
                return observed[i];
            }
        }
        return 0;
    }
}
