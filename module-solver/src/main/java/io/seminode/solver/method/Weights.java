package io.seminode.solver.method;

import java.util.Arrays;

/** What the built-in tableaus are put together with. */
final class Weights {
    private Weights() {}

    /** The weights of one solution less those of another: an error estimate. */
    static double[] difference(double[] weights, double[] embedded) {
        double[] difference = new double[weights.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = weights[i] - embedded[i];
        }
        return difference;
    }

    /** The last row of a first-same-as-last method as its weights: the stage it makes carries none. */
    static double[] followedByZero(double[] lastRow) {
        return Arrays.copyOf(lastRow, lastRow.length + 1);
    }
}
