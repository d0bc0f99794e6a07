package io.seminode.solver.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.ToDoubleFunction;

/** Central differences of a loss that solves an ODE, and how far they may be off. */
public final class FiniteDifferences {
    private final double[] differences;
    private final double[] uncertain;

    /**
     * Takes differences.
     *
     * @param loss of the arguments
     * @param widths of the differences, one for each argument
     * @param tolerance of the solves
     */
    public FiniteDifferences(ToDoubleFunction<double[]> loss, double[] arguments, double[] widths, double tolerance) {
        differences = new double[arguments.length];
        uncertain = new double[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            double wide = difference(loss, arguments, i, widths[i]);
            differences[i] = difference(loss, arguments, i, widths[i] / 2);
            // Their error is a third of the change from twice the width, and what rounding and tolerance make of the
            // loss.
            uncertain[i] = Math.abs(wide - differences[i]) + 2 * tolerance / widths[i];
        }
    }

    private static double difference(ToDoubleFunction<double[]> loss, double[] arguments, int i, double h) {
        double difference = 0;
        for (int sign = -1; sign <= 1; sign += 2) {
            double[] changed = arguments.clone();
            changed[i] += sign * h;
            difference += sign * loss.applyAsDouble(changed) / (2 * h);
        }
        return difference;
    }

    /** The first entries of a gradient, each within a relative bound. */
    public void assertClose(double[] gradient, int count, double relative, String what) {
        for (int i = 0; i < count; i++) {
            assertEquals(differences[i], gradient[i], relative * Math.abs(differences[i]) + 1e-9, what + ": " + i);
        }
    }

    /**
     * A tolerance a hundred times tighter makes the error at least ten times smaller, down to what the differences are off by.
     * It is that of the whole gradient, each entry in proportion to its size: a single entry may be right by chance.
     *
     * @param loose gradient at some tolerance
     * @param tight gradient at a hundredth of it
     */
    public void assertErrorShrinks(double[] loose, double[] tight, String what) {
        double before = 0;
        double after = 0;
        double floor = 0;
        for (int i = 0; i < differences.length; i++) {
            double size = Math.abs(differences[i]);
            before = Math.hypot(before, (loose[i] - differences[i]) / size);
            after = Math.hypot(after, (tight[i] - differences[i]) / size);
            floor = Math.hypot(floor, uncertain[i] / size);
        }
        assertTrue(
                after <= Math.max(before / 10, floor),
                what + ": " + before + ", then " + after + "; differences are uncertain by " + floor);
    }
}
