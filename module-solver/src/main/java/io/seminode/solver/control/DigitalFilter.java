package io.seminode.solver.control;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Coefficients of a linear controller: with the error ratios r and step sizes h of this step and the two accepted before it
 *
 * <pre>
 *     h_next / h = (1/r)^(b1/k) (1/r_1)^(b2/k) (1/r_2)^(b3/k) (h/h_1)^(-a2) (h_1/h_2)^(-a3)
 * </pre>
 *
 * where k is the order of the error estimate.
 *
 * <p>Source: G. Soderlind, "Digital filters in adaptive time-stepping", ACM Trans. Math. Softw. 29 (2003), pages 1-26,
 * table III; the PI controllers are named there and in "Automatic control and adaptive time-stepping", Numer. Algorithms
 * 31 (2002), pages 281-310, after ten times their integral and proportional gains.
 */
public enum DigitalFilter {
    /** PI with gains 0.3 and 0.4. */
    PI3040(0.7, -0.4, 0, 0, 0),
    /** PI with gains 1/3 and 1/3. */
    PI3333(2.0 / 3, -1.0 / 3, 0, 0, 0),
    /** PI with gains 0.4 and 0.2, for problems that are not stiff. */
    PI4020(0.6, -0.2, 0, 0, 0),
    /** A PI controller that filters noise. */
    H211PI(1.0 / 6, 1.0 / 6, 0, 0, 0),
    /** A filter for noisy problems, b = 4. */
    H211B(1.0 / 4, 1.0 / 4, 0, 1.0 / 4, 0),
    /** A PID controller that filters noise. */
    H312PID(1.0 / 18, 1.0 / 9, 1.0 / 18, 0, 0),
    /** A filter for very noisy problems, b = 8. */
    H312B(1.0 / 8, 2.0 / 8, 1.0 / 8, 3.0 / 8, 1.0 / 8),
    /** A PID controller of second order of adaptivity. */
    H321PID(1.0 / 3, 1.0 / 18, -5.0 / 18, 0, 0),
    /** A filter of second order of adaptivity. */
    H321(5.0 / 4, 1.0 / 2, -3.0 / 4, -1.0 / 4, -3.0 / 4);

    private final double b1;
    private final double b2;
    private final double b3;
    private final double a2;
    private final double a3;

    DigitalFilter(double b1, double b2, double b3, double a2, double a3) {
        this.b1 = b1;
        this.b2 = b2;
        this.b3 = b3;
        this.a2 = a2;
        this.a3 = a3;
    }

    /** The name as used in options: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of those that look back one step, or two. */
    static List<String> ids(boolean two) {
        return Arrays.stream(values())
                .filter(filter -> filter.looksBackTwo() == two)
                .map(DigitalFilter::id)
                .toList();
    }

    /** The exponents b1, b2, b3 of the error ratios. */
    double ratioExponent(int i) {
        return i == 0 ? b1 : i == 1 ? b2 : b3;
    }

    /** The exponents a2, a3 of the ratios of step sizes. */
    double stepExponent(int i) {
        return i == 0 ? a2 : a3;
    }

    boolean looksBackTwo() {
        return b3 != 0 || a3 != 0;
    }
}
