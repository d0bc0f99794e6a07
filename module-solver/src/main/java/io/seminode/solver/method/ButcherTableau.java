package io.seminode.solver.method;

import java.util.Arrays;

/**
 * The coefficients of an explicit Runge-Kutta method with an embedded error estimate.
 *
 * <p>With s stages, k_1 = f(t, y) and k_i = f(t + c_i h, y + h sum_j a_ij k_j):
 *
 * <ul>
 *   <li>the step is y + h sum b_i k_i,
 *   <li>its estimated error h sum e_i k_i,
 *   <li>the value in the middle of the step, for dense output, y + h sum m_i k_i.
 * </ul>
 *
 * The constructor rejects coefficients that cannot be right: rows of the wrong length, row sums that differ from the
 * nodes, weights that do not sum to 1, error weights that do not sum to 0, mid-point weights that do not sum to 1/2.
 */
public final class ButcherTableau {
    private static final double ROUNDING = 1e-12;

    private final int order;
    private final double[] nodes;
    private final double[][] matrix;
    private final double[] weights;
    private final double[] errorWeights;
    private final double[] midWeights;

    /**
     * Checks and copies the coefficients.
     *
     * @param order of the solution that is carried on
     * @param nodes c, [s]; the first is 0
     * @param matrix a, row i has i entries, counted from 0
     * @param weights b, [s]
     * @param errorWeights e, [s]
     * @param midWeights m, [s]
     * @throws IllegalArgumentException if they cannot be right
     */
    public ButcherTableau(
            int order,
            double[] nodes,
            double[][] matrix,
            double[] weights,
            double[] errorWeights,
            double[] midWeights) {
        int stages = nodes.length;
        require(order >= 1, "order " + order + " found, expected 1 or more");
        require(stages >= 1 && nodes[0] == 0, "the first node must be 0");
        require(matrix.length == stages, matrix.length + " rows found, expected " + stages);
        for (int i = 0; i < stages; i++) {
            require(matrix[i].length == i, "row " + i + " has " + matrix[i].length + " entries, expected " + i);
            requireSum(matrix[i], nodes[i], "row " + i);
        }
        require(weights.length == stages, "weights have length " + weights.length + ", expected " + stages);
        require(errorWeights.length == stages, "error weights have length " + errorWeights.length);
        require(midWeights.length == stages, "mid-point weights have length " + midWeights.length);
        requireSum(weights, 1, "weights");
        requireSum(errorWeights, 0, "error weights");
        requireSum(midWeights, 0.5, "mid-point weights");
        this.order = order;
        this.nodes = nodes.clone();
        this.matrix = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        this.weights = weights.clone();
        this.errorWeights = errorWeights.clone();
        this.midWeights = midWeights.clone();
    }

    /** The order of the solution that is carried on. */
    public int order() {
        return order;
    }

    /** The nodes c, [s]. */
    public double[] nodes() {
        return nodes.clone();
    }

    /** Row i of the matrix a, [i]. */
    public double[] row(int i) {
        return matrix[i].clone();
    }

    /** The weights b, [s]. */
    public double[] weights() {
        return weights.clone();
    }

    /** The error weights e, [s]. */
    public double[] errorWeights() {
        return errorWeights.clone();
    }

    /** The weights m of the middle of the step, [s]. */
    public double[] midWeights() {
        return midWeights.clone();
    }

    /** The number of stages s. */
    public int stages() {
        return nodes.length;
    }

    /**
     * Whether the last stage is f at the end of the step ("first same as last"), so that the next step has its first
     * stage for nothing.
     */
    public boolean isFsal() {
        int last = stages() - 1;
        return nodes[last] == 1 && weights[last] == 0 && Arrays.equals(matrix[last], Arrays.copyOf(weights, last));
    }

    /** Evaluations of the field in a step after the first. */
    public int evaluationsPerStep() {
        return isFsal() ? stages() - 1 : stages();
    }

    private static void requireSum(double[] terms, double expected, String what) {
        double sum = Arrays.stream(terms).sum();
        require(Math.abs(sum - expected) < ROUNDING, what + " sum to " + sum + ", expected " + expected);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException("Not a Butcher tableau: " + otherwise + ".");
        }
    }
}
