package io.seminode.data;

import java.math.BigDecimal;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Numbers as they stand in files of data: decimal digits, a point, a power of ten, as in {@code -1.5e3}. What programming
 * languages take for numbers besides, such as {@code 1d}, {@code 0x1p3}, {@code Infinity} and {@code NaN}, is none.
 */
public final class NumberText {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

    private NumberText() {}

    /** The number that a text is; empty if it is none, or one too large for float64. White space around it is not allowed. */
    public static OptionalDouble parse(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double number = Double.parseDouble(text);
        return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    /** The same text for equal numbers: {@code 1} for 1.0, {@code 0} for -0.0, {@code 0.5} for 0.50. */
    public static String of(double number) {
        BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int power = shortest.precision() - shortest.scale();
        return power > -4 && power < 18 ? shortest.toPlainString() : shortest.toString();
    }
}
