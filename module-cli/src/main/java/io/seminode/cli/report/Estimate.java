package io.seminode.cli.report;

import java.util.Locale;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Mean and spread of a number measured in several repeats.
 *
 * @param mean arithmetic mean
 * @param standardDeviation of the sample (with n - 1); null for a single repeat
 */
public record Estimate(double mean, @Nullable Double standardDeviation) {

    /** From one value per repeat. */
    public static Estimate of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("No values found, expected one per repeat.");
        }
        double mean = DoubleStream.of(values).average().orElseThrow();
        if (values.length == 1) {
            return new Estimate(mean, null);
        }
        double squares =
                DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
        return new Estimate(mean, Math.sqrt(squares / (values.length - 1)));
    }

    /** For tables, in the given format: {@code %,.0f}. */
    public String format(String format) {
        String text = String.format(Locale.ROOT, format, mean);
        return standardDeviation == null ? text : text + " ± " + String.format(Locale.ROOT, format, standardDeviation);
    }
}
