package io.seminode.solver.method;

import java.util.Arrays;

/**
 * The coefficients of an explicit or diagonally implicit Runge-Kutta method, usually with an embedded error estimate.
 *
 * <p>With s stages, k_1 = f(t, y) and k_i = f(t + c_i h, y + h sum_j a_ij k_j), j up to i - 1 or, where the stage is implicit,
 * up to i:
 *
 * <ul>
 *   <li>the step is y + h sum b_i k_i,
 *   <li>its estimated error h sum e_i k_i; a method without one takes steps of given sizes,
 *   <li>the value in the middle of the step, for dense output, y + h sum m_i k_i; without one it is a cubic through both
 *       ends.
 * </ul>
 *
 * The constructor rejects coefficients that cannot be right: rows of the wrong length, row sums that differ from the
 * nodes, weights that do not satisfy the conditions of the order claimed, error weights that do not sum to 0, mid-point
 * weights that do not sum to 1/2.
 */
public final class ButcherTableau {
    private static final double ROUNDING = 1e-12;

    private final int order;
    private final int errorOrder;
    private final double[] nodes;
    private final double[][] matrix;
    private final double[] diagonal;
    private final double[] weights;
    private final double[] errorWeights;
    private final double[] midWeights;
    private final boolean endingWithLastStage;

    /**
     * Checks and copies the coefficients of a method without error estimate.
     *
     * @param order of the solution that is carried on
     * @param nodes c, [s]; the first is 0
     * @param matrix a, row i has i entries, counted from 0, or one more if the stage is implicit
     * @param weights b, [s]
     * @throws IllegalArgumentException if they cannot be right
     */
    public ButcherTableau(int order, double[] nodes, double[][] matrix, double[] weights) {
        this(order, nodes, matrix, weights, new double[0], new double[0], false);
    }

    /**
     * Checks and copies the coefficients.
     *
     * @param order of the solution that is carried on
     * @param nodes c, [s]; the first is 0
     * @param matrix a, row i has i entries, counted from 0, or one more if the stage is implicit
     * @param weights b, [s]
     * @param errorWeights e, [s]; empty if there is no error estimate
     * @param midWeights m, [s]; empty if dense output is to be a cubic through both ends
     * @throws IllegalArgumentException if they cannot be right
     */
    public ButcherTableau(
            int order,
            double[] nodes,
            double[][] matrix,
            double[] weights,
            double[] errorWeights,
            double[] midWeights) {
        this(order, nodes, matrix, weights, errorWeights, midWeights, false);
    }

    private ButcherTableau(
            int order,
            double[] nodes,
            double[][] matrix,
            double[] weights,
            double[] errorWeights,
            double[] midWeights,
            boolean endingWithLastStage) {
        int stages = nodes.length;
        require(order >= 1, "order " + order + " found, expected 1 or more");
        require(stages >= 1 && nodes[0] == 0, "the first node must be 0");
        require(matrix.length == stages, matrix.length + " rows found, expected " + stages);
        for (int i = 0; i < stages; i++) {
            int entries = matrix[i].length;
            require(
                    entries == i || (i > 0 && entries == i + 1),
                    "row " + i + " has " + entries + " entries, expected " + i);
            requireSum(matrix[i], nodes[i], "row " + i);
        }
        require(weights.length == stages, "weights have length " + weights.length + ", expected " + stages);
        requireSum(weights, 1, "weights");
        if (errorWeights.length > 0) {
            require(errorWeights.length == stages, "error weights have length " + errorWeights.length);
            requireSum(errorWeights, 0, "error weights");
        }
        if (midWeights.length > 0) {
            require(midWeights.length == stages, "mid-point weights have length " + midWeights.length);
            requireSum(midWeights, 0.5, "mid-point weights");
        }
        OrderConditions conditions = new OrderConditions(matrix);
        int found = conditions.orderOf(weights, order);
        require(found == order, "the weights satisfy the conditions of order " + found + ", expected order " + order);
        this.order = order;
        this.errorOrder = errorWeights.length > 0 ? conditions.vanishingOrderOf(errorWeights, order) + 1 : order;
        this.nodes = nodes.clone();
        this.matrix = new double[stages][];
        this.diagonal = new double[stages];
        for (int i = 0; i < stages; i++) {
            this.matrix[i] = Arrays.copyOf(matrix[i], i);
            this.diagonal[i] = matrix[i].length > i ? matrix[i][i] : 0;
        }
        this.weights = weights.clone();
        this.errorWeights = errorWeights.clone();
        this.midWeights = midWeights.clone();
        this.endingWithLastStage = endingWithLastStage;
    }

    /**
     * The same with the last stage in place of the derivative at the end of the step, though it is not quite that. It saves
     * an evaluation, and makes the next step depend on this one. torchdiffeq does so throughout.
     */
    public ButcherTableau takingLastStageForEnd() {
        return new ButcherTableau(order, nodes, rows(), weights, errorWeights, midWeights, true);
    }

    /** The same with other weights of the middle of the step, [s]. */
    public ButcherTableau withMidWeights(double... other) {
        return new ButcherTableau(order, nodes, rows(), weights, errorWeights, other, endingWithLastStage);
    }

    /** The order of the solution that is carried on. */
    public int order() {
        return order;
    }

    /**
     * The power of h that the estimated error shrinks with: one more than the order of the less accurate of the two
     * solutions whose difference it is. The order, if there is no estimate.
     */
    public int errorOrder() {
        return errorOrder;
    }

    /** The nodes c, [s]. */
    public double[] nodes() {
        return nodes.clone();
    }

    /** Row i of the matrix a, [i], without the diagonal. */
    public double[] row(int i) {
        return matrix[i].clone();
    }

    /** The coefficient a_ii of stage i, counted from 0; 0 if the stage is explicit. */
    public double diagonal(int i) {
        return diagonal[i];
    }

    /** Whether no equation has to be solved for a stage. */
    public boolean isExplicit() {
        return Arrays.stream(diagonal).allMatch(a -> a == 0);
    }

    /** The weights b, [s]. */
    public double[] weights() {
        return weights.clone();
    }

    /** The error weights e, [s]; empty if the method has no error estimate. */
    public double[] errorWeights() {
        return errorWeights.clone();
    }

    /** Whether the method estimates its error, so that step sizes can follow it. */
    public boolean hasErrorEstimate() {
        return errorWeights.length > 0;
    }

    /** The weights m of the middle of the step, [s]; empty if dense output is a cubic through both ends. */
    public double[] midWeights() {
        return midWeights.clone();
    }

    /** Whether dense output passes through a value in the middle of the step. */
    public boolean hasMidWeights() {
        return midWeights.length > 0;
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
        return last > 0
                && nodes[last] == 1
                && weights[last] == diagonal[last]
                && Arrays.equals(matrix[last], Arrays.copyOf(weights, last));
    }

    /** Whether the last stage is f at the end of the step, or is taken for it. */
    public boolean isEndingWithLastStage() {
        return endingWithLastStage || isFsal();
    }

    /**
     * Whether a step can be judged before the field is evaluated at its end. That is so if the end is no stage; or if with
     * the stage before in its place the estimated error still shrinks with the step, by one power less at most.
     */
    public boolean isJudgedWithoutLastStage() {
        if (!isExplicit() || !isEndingWithLastStage()) {
            return isExplicit();
        }
        if (!isFsal() || !hasErrorEstimate()) {
            return false;
        }
        double[] moved = errorWeights();
        int last = stages() - 1;
        moved[last - 1] += moved[last];
        moved[last] = 0;
        int vanishing = new OrderConditions(rows()).vanishingOrderOf(moved, order);
        return vanishing >= Math.max(1, errorOrder - 2);
    }

    /** Evaluations of the field in a step after the first. */
    public int evaluationsPerStep() {
        return isEndingWithLastStage() ? stages() - 1 : stages();
    }

    private double[][] rows() {
        double[][] rows = new double[stages()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOf(matrix[i], diagonal[i] == 0 ? i : i + 1);
            if (diagonal[i] != 0) {
                rows[i][i] = diagonal[i];
            }
        }
        return rows;
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
