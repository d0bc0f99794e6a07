package io.seminode.cli.grid;

import java.math.BigDecimal;

/**
 * Tolerances that are used together.
 *
 * @param rtol relative tolerance
 * @param atol absolute tolerance
 */
public record Tolerance(double rtol, double atol) {
    /** Rejects what no solve can keep. */
    public Tolerance {
        if (!(rtol > 0 && atol > 0 && Double.isFinite(rtol) && Double.isFinite(atol))) {
            throw new IllegalArgumentException(
                    "Found rtol " + rtol + " and atol " + atol + ", expected positive numbers.");
        }
    }

    /** A tolerance as text: {@code 1e-5}. */
    public static String text(double tolerance) {
        BigDecimal exact = new BigDecimal(Double.toString(tolerance)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        return exact.movePointLeft(exponent).toPlainString() + "e" + exponent;
    }
}
