package io.seminode.solver.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The coefficients of Dormand and Prince: order conditions, and the order measured against a matrix exponential. */
class DormandPrince5Test {
    private static final ButcherTableau TABLEAU = new DormandPrince5().tableau();
    private static final int STAGES = TABLEAU.stages();
    private static final double[] C = TABLEAU.nodes();
    private static final double ROUNDING = 1e-13;
    private static final double[][] MATRIX = {{-0.5, 2, 0.3}, {-2, -0.1, 0.7}, {0.4, -0.6, -1}};

    /** A x, with A the matrix of the tableau. */
    private static double[] a(double[] x) {
        return IntStream.range(0, STAGES)
                .mapToDouble(i -> dot(Arrays.copyOf(TABLEAU.row(i), STAGES), x))
                .toArray();
    }

    private static double[] times(double[] x, double[] y) {
        return IntStream.range(0, STAGES).mapToDouble(i -> x[i] * y[i]).toArray();
    }

    private static double dot(double[] x, double[] y) {
        return IntStream.range(0, x.length).mapToDouble(i -> x[i] * y[i]).sum();
    }

    private static double[] power(int exponent) {
        return Arrays.stream(C).map(c -> Math.pow(c, exponent)).toArray();
    }

    /**
     * The conditions for order 4 at the fraction theta of a step: one per rooted tree, with theta^order / density.
     */
    private static void assertOrder4(double[] b, double theta) {
        double[] one = power(0);
        assertEquals(theta, dot(b, one), ROUNDING, "tau");
        assertEquals(Math.pow(theta, 2) / 2, dot(b, C), ROUNDING, "[tau]");
        assertEquals(Math.pow(theta, 3) / 3, dot(b, power(2)), ROUNDING, "[tau, tau]");
        assertEquals(Math.pow(theta, 3) / 6, dot(b, a(C)), ROUNDING, "[[tau]]");
        assertEquals(Math.pow(theta, 4) / 4, dot(b, power(3)), ROUNDING, "[tau, tau, tau]");
        assertEquals(Math.pow(theta, 4) / 8, dot(b, times(C, a(C))), ROUNDING, "[tau, [tau]]");
        assertEquals(Math.pow(theta, 4) / 12, dot(b, a(power(2))), ROUNDING, "[[tau, tau]]");
        assertEquals(Math.pow(theta, 4) / 24, dot(b, a(a(C))), ROUNDING, "[[[tau]]]");
    }

    @Test
    void solutionSatisfiesTheSeventeenConditionsOfOrder5() {
        double[] b = TABLEAU.weights();
        assertOrder4(b, 1);
        double[] ac = a(C);
        assertEquals(1.0 / 5, dot(b, power(4)), ROUNDING);
        assertEquals(1.0 / 10, dot(b, times(power(2), ac)), ROUNDING);
        assertEquals(1.0 / 20, dot(b, times(ac, ac)), ROUNDING);
        assertEquals(1.0 / 15, dot(b, times(C, a(power(2)))), ROUNDING);
        assertEquals(1.0 / 30, dot(b, times(C, a(ac))), ROUNDING);
        assertEquals(1.0 / 20, dot(b, a(power(3))), ROUNDING);
        assertEquals(1.0 / 40, dot(b, a(times(C, ac))), ROUNDING);
        assertEquals(1.0 / 60, dot(b, a(a(power(2)))), ROUNDING);
        assertEquals(1.0 / 120, dot(b, a(a(ac))), ROUNDING);
    }

    @Test
    void embeddedSolutionHasOrder4AndNotOrder5() {
        double[] b = TABLEAU.weights();
        double[] e = TABLEAU.errorWeights();
        double[] embedded =
                IntStream.range(0, STAGES).mapToDouble(i -> b[i] - e[i]).toArray();
        assertOrder4(embedded, 1);
        assertTrue(Math.abs(dot(embedded, power(4)) - 0.2) > 1e-5, "no error would ever be estimated");
    }

    @Test
    void middleOfTheStepHasOrder4() {
        assertOrder4(TABLEAU.midWeights(), 0.5);
    }

    @Test
    void lastStageIsTheFirstOfTheNextStep() {
        assertTrue(TABLEAU.isFsal());
        assertEquals(6, TABLEAU.evaluationsPerStep());
        assertEquals(5, Arrays.stream(TABLEAU.weights()).filter(w -> w != 0).count(), "stages with weight");
    }

    @Test
    void measuredOrderIsFive() {
        double[] exact = exponential(MATRIX, new double[] {1, -1, 0.5});
        double previous = Double.NaN;
        for (int steps = 8; steps <= 32; steps *= 2) {
            double[] y = {1, -1, 0.5};
            for (int i = 0; i < steps; i++) {
                y = step(y, 1.0 / steps);
            }
            double error = largestDifference(y, exact);
            if (steps > 8) {
                double order = Math.log(previous / error) / Math.log(2);
                assertTrue(Math.abs(order - TABLEAU.order()) < 0.3, "measured order " + order + " at " + steps);
            }
            previous = error;
        }
    }

    private static double largestDifference(double[] x, double[] y) {
        return IntStream.range(0, x.length)
                .mapToDouble(i -> Math.abs(x[i] - y[i]))
                .max()
                .orElseThrow();
    }

    private static double[] step(double[] y, double h) {
        double[][] k = new double[STAGES][];
        for (int i = 0; i < STAGES; i++) {
            k[i] = multiply(MATRIX, combined(y, h, TABLEAU.row(i), k));
        }
        return combined(y, h, TABLEAU.weights(), k);
    }

    private static double[] combined(double[] y, double h, double[] weights, double[][] k) {
        double[] sum = y.clone();
        for (int j = 0; j < weights.length; j++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += h * weights[j] * k[j][i];
            }
        }
        return sum;
    }

    private static double[] multiply(double[][] matrix, double[] x) {
        return Arrays.stream(matrix).mapToDouble(row -> dot(row, x)).toArray();
    }

    /** exp(M) x by its Taylor series; the matrix is small enough for that. */
    private static double[] exponential(double[][] matrix, double[] x) {
        double[] sum = x.clone();
        double[] term = x;
        for (int n = 1; n < 60; n++) {
            term = multiply(matrix, term);
            for (int i = 0; i < sum.length; i++) {
                term[i] /= n;
                sum[i] += term[i];
            }
        }
        return sum;
    }
}
