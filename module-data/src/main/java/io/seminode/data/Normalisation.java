package io.seminode.data;

import java.util.List;

/**
 * Shifts and scales channels so that in the training part each has mean 0 and standard deviation 1, as the seminorm paper's code
 * does: in single precision, with 1e-5 added to every deviation. It fits numbers of the order of 1, such as the paper's; for
 * numbers in any unit see {@link Standardisation}.
 *
 * @param means of the channels
 * @param deviations standard deviations of the channels
 */
public record Normalisation(List<Float> means, List<Float> deviations) {
    /** Keeps constant channels finite, as in the paper's code. */
    private static final double SMALLEST = 1e-5;

    /** Copies the lists. */
    public Normalisation {
        means = List.copyOf(means);
        deviations = List.copyOf(deviations);
        if (means.size() != deviations.size()) {
            throw new IllegalArgumentException(means.size() + " means and " + deviations.size()
                    + " deviations found, expected one of each per channel.");
        }
    }

    /** Measures what is to be normalised. */
    public static final class Builder {
        private final double[] sums;
        private final double[] squares;
        private long count;

        /** For so many channels. */
        public Builder(int channels) {
            sums = new double[channels];
            squares = new double[channels];
        }

        /** Adds a series, [times, channels]. */
        public void add(float[] series) {
            int channels = sums.length;
            for (int i = 0; i < series.length; i++) {
                sums[i % channels] += series[i];
                squares[i % channels] += (double) series[i] * series[i];
            }
            count += series.length / channels;
        }

        /** The normalisation of everything added: mean and standard deviation, the latter with n - 1. */
        public Normalisation build() {
            if (count < 2) {
                throw new IllegalArgumentException(count + " times found, expected at least 2.");
            }
            Float[] means = new Float[sums.length];
            Float[] deviations = new Float[sums.length];
            for (int c = 0; c < sums.length; c++) {
                double mean = sums[c] / count;
                means[c] = (float) mean;
                deviations[c] = (float) Math.sqrt(Math.max(0, (squares[c] - count * mean * mean) / (count - 1)));
            }
            return new Normalisation(List.of(means), List.of(deviations));
        }
    }

    /** How many channels. */
    public int channels() {
        return means.size();
    }

    /** What is taken off a value of a channel. */
    public double shift(int channel) {
        return means.get(channel);
    }

    /** What a value of a channel is divided by after that. */
    public double scale(int channel) {
        return deviations.get(channel) + SMALLEST;
    }

    /** A value of a channel, normalised. */
    public float apply(int channel, float value) {
        return (float) ((value - means.get(channel)) / (deviations.get(channel) + SMALLEST));
    }

    /** The value of a channel whose normalised value is given. */
    public float invert(int channel, float normalised) {
        return (float) (normalised * (deviations.get(channel) + SMALLEST) + means.get(channel));
    }
}
