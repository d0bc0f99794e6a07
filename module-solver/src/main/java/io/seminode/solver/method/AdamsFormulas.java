package io.seminode.solver.method;

import io.seminode.solver.spi.OptionValues;

/**
 * The formulas of Adams, with which a {@link Multistep} method goes on from its first steps: from the derivatives at the steps
 * before, which must have one size.
 *
 * <p>Source: Hairer, Norsett and Wanner, "Solving Ordinary Differential Equations I", second edition, section III.1.
 *
 * @param implicit whether the derivative at the end of the step takes part, found by iterations
 * @param maxOrder the most derivatives that take part, one less if the method is explicit
 * @param iterations the most iterations of an implicit step
 */
public record AdamsFormulas(boolean implicit, int maxOrder, int iterations) {
    /** Derivatives that are there before the first step that is no Runge-Kutta step. */
    public static final int FEWEST = 3;

    private static final int LARGEST = 12;

    /** Rejects what cannot be. */
    public AdamsFormulas {
        if (maxOrder <= FEWEST || maxOrder > LARGEST) {
            throw new IllegalArgumentException(
                    "The largest order is " + maxOrder + ", expected " + (FEWEST + 1) + " to " + LARGEST + ".");
        }
        if (iterations < 1) {
            throw new IllegalArgumentException("The number of iterations is " + iterations + ", expected 1 or more.");
        }
    }

    /** The largest order that was asked for by an option. */
    static int order(OptionValues values, String option) {
        int order = values.wholeNumber(option);
        if (order <= FEWEST || order > LARGEST) {
            throw values.invalid(option, "4 to 12");
        }
        return order;
    }

    /** How many derivatives are remembered, that at the start of the step included. */
    public int history() {
        return maxOrder - 1;
    }

    /**
     * The weights of the derivatives at the start of the step and at so many steps before.
     *
     * @param count how many derivatives take part
     * @return [count], the newest first
     */
    public static double[] explicitWeights(int count) {
        double[] nodes = new double[count];
        for (int j = 0; j < count; j++) {
            nodes[j] = -j;
        }
        return integrals(nodes);
    }

    /**
     * The weights of the derivatives at the end of the step, at its start and before.
     *
     * @param count how many derivatives take part, that at the end included
     * @return [count], the newest first
     */
    public static double[] implicitWeights(int count) {
        double[] nodes = new double[count];
        for (int j = 0; j < count; j++) {
            nodes[j] = 1 - j;
        }
        return integrals(nodes);
    }

    /** The integrals from 0 to 1 of the polynomials that are 1 at one of the nodes and 0 at the others. */
    private static double[] integrals(double[] nodes) {
        double[] weights = new double[nodes.length];
        for (int j = 0; j < nodes.length; j++) {
            double[] polynomial = {1};
            double scale = 1;
            for (int m = 0; m < nodes.length; m++) {
                if (m != j) {
                    polynomial = times(polynomial, -nodes[m]);
                    scale *= nodes[j] - nodes[m];
                }
            }
            for (int power = 0; power < polynomial.length; power++) {
                weights[j] += polynomial[power] / (power + 1);
            }
            weights[j] /= scale;
        }
        return weights;
    }

    /** A polynomial, lowest power first, times x + c: whole numbers, so that nothing is rounded. */
    private static double[] times(double[] polynomial, double c) {
        double[] product = new double[polynomial.length + 1];
        for (int i = 0; i < polynomial.length; i++) {
            product[i] += c * polynomial[i];
            product[i + 1] += polynomial[i];
        }
        return product;
    }
}
