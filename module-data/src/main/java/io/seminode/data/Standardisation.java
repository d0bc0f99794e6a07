package io.seminode.data;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Shifts and scales numbers so that in the training part each has mean 0 and standard deviation 1, in double precision and
 * before anything is rounded: what comes out depends neither on units nor on where their origin lies. A number that never
 * changes has deviation 1, so that another value of it is not blown up.
 *
 * <p>{@link Normalisation} is that of the seminorm paper's code, in single precision.
 *
 * @param means of the numbers
 * @param deviations standard deviations of the numbers
 */
public record Standardisation(List<Double> means, List<Double> deviations) {
    /** Copies the lists, and rejects means that are not finite and deviations that are not positive. */
    public Standardisation {
        means = List.copyOf(means);
        deviations = List.copyOf(deviations);
        if (means.size() != deviations.size()) {
            throw new IllegalArgumentException(means.size() + " means and " + deviations.size()
                    + " deviations found, expected one of each per number.");
        }
        for (int i = 0; i < means.size(); i++) {
            if (!Double.isFinite(means.get(i)) || !(deviations.get(i) > 0 && Double.isFinite(deviations.get(i)))) {
                throw new IllegalArgumentException("Mean " + means.get(i) + " and deviation " + deviations.get(i)
                        + " of number " + i + " found, expected finite ones and a positive deviation.");
            }
        }
    }

    /** Of so many numbers that were measured. */
    public static Standardisation of(List<Moments> measured) {
        return new Standardisation(
                measured.stream().map(Moments::mean).toList(),
                measured.stream().map(Moments::deviation).toList());
    }

    /** That which a normalisation in single precision stands for: what it gives but for that precision. */
    public static Standardisation of(Normalisation normalisation) {
        return new Standardisation(
                numbers(normalisation.channels(), normalisation::shift),
                numbers(normalisation.channels(), normalisation::scale));
    }

    private static List<Double> numbers(int count, IntToDoubleFunction number) {
        return IntStream.range(0, count).mapToDouble(number).boxed().toList();
    }

    /**
     * Mean and standard deviation of one number, by Welford's way about the first value: nothing is lost where all values are
     * far from 0, such as seconds since 1970.
     */
    public static final class Moments {
        private long count;
        private double origin;
        private double mean; // of the distances from the origin
        private double squares;

        /** Of nothing yet. */
        public Moments() {}

        /** Adds a value; one that is NaN is missing. */
        public void add(double value) {
            if (Double.isNaN(value)) {
                return;
            }
            if (count == 0) {
                origin = value;
            }
            count++;
            double distance = value - origin;
            double before = distance - mean;
            mean += before / count;
            squares += before * (distance - mean);
        }

        /** How many were added. */
        public long count() {
            return count;
        }

        /** The mean; 0 of nothing. */
        public double mean() {
            return origin + mean;
        }

        /** The standard deviation, with n - 1; 1 if all are the same. */
        public double deviation() {
            return squares > 0 ? Math.sqrt(squares / (count - 1)) : 1;
        }
    }

    /** Measures vectors. */
    public static final class Builder {
        private final Moments[] moments;

        /** For vectors of so many numbers. */
        public Builder(int numbers) {
            moments = new Moments[numbers];
            Arrays.setAll(moments, i -> new Moments());
        }

        /** Adds a vector. */
        public void add(double[] vector) {
            if (vector.length != moments.length) {
                throw new IllegalArgumentException(
                        vector.length + " numbers found, expected vectors of " + moments.length + ".");
            }
            for (int i = 0; i < vector.length; i++) {
                moments[i].add(vector[i]);
            }
        }

        /** The standardisation of everything added. */
        public Standardisation build() {
            return Standardisation.of(Arrays.asList(moments));
        }
    }

    /** How many numbers. */
    public int size() {
        return means.size();
    }

    /**
     * A value of a number, standardised.
     *
     * @param number which
     */
    public double apply(int number, double value) {
        return (value - means.get(number)) / deviations.get(number);
    }

    /**
     * The value of a number whose standardised value is given.
     *
     * @param number which
     */
    public double invert(int number, double standardised) {
        return standardised * deviations.get(number) + means.get(number);
    }

    /** The logarithm of the volume by which a density in standardised numbers is too large: the sum of those of the deviations. */
    public double logVolume() {
        return deviations.stream().mapToDouble(Math::log).sum();
    }
}
