package io.seminode.solver.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The conditions that a Runge-Kutta method of a given order satisfies, one per rooted tree: sum_i b_i Phi_i(tree) = 1 /
 * density(tree).
 *
 * <p>Source: Hairer, Norsett and Wanner, "Solving Ordinary Differential Equations I", second edition, section II.2,
 * theorem 2.13.
 */
final class OrderConditions {
    /** The coefficients of some published methods are given to 16 digits and add up to terms of size 100. */
    private static final double ROUNDING = 1e-10;

    private final double[][] matrix;
    private final List<List<Tree>> byOrder = new ArrayList<>();

    /**
     * A rooted tree, as far as the conditions need it.
     *
     * @param weights Phi of the tree, [s]
     * @param branch A Phi: what the tree contributes where it hangs on another one's root, [s]
     * @param density gamma of the tree
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Tree(double[] weights, double[] branch, double density) {}

    /** The conditions of a method with that matrix, [s, s]. */
    OrderConditions(double[][] matrix) {
        this.matrix = matrix;
    }

    /** The highest order, up to {@code limit}, whose conditions the weights satisfy, and those of all lower ones. */
    int orderOf(double[] weights, int limit) {
        return highest(weights, 1, limit);
    }

    /** The highest order, up to {@code limit}, at which sums with these weights vanish, and at all lower ones. */
    int vanishingOrderOf(double[] weights, int limit) {
        return highest(weights, 0, limit);
    }

    private int highest(double[] weights, double numerator, int limit) {
        for (int order = 1; order <= limit; order++) {
            for (Tree tree : trees(order)) {
                double sum = 0;
                for (int i = 0; i < weights.length; i++) {
                    sum += weights[i] * tree.weights()[i];
                }
                if (!(Math.abs(sum - numerator / tree.density()) < ROUNDING)) {
                    return order - 1;
                }
            }
        }
        return limit;
    }

    /** All trees with so many nodes. */
    private List<Tree> trees(int order) {
        while (byOrder.size() < order) {
            int next = byOrder.size() + 1;
            double[] ones = new double[matrix.length];
            Arrays.fill(ones, 1);
            List<Tree> found = new ArrayList<>();
            // A tree is a root and a multiset of smaller trees.
            grow(next, next - 1, next - 1, Integer.MAX_VALUE, ones, 1, found);
            byOrder.add(found);
        }
        return byOrder.get(order - 1);
    }

    /**
     * Hangs subtrees on a root, the larger ones first.
     *
     * @param order of the tree
     * @param left nodes still to be hung
     * @param largest order of the next subtree
     * @param last index of the next subtree among those of that order
     */
    private void grow(int order, int left, int largest, int last, double[] phi, double density, List<Tree> found) {
        if (left == 0) {
            found.add(new Tree(phi, branch(phi), density * order));
            return;
        }
        for (int size = Math.min(left, largest); size >= 1; size--) {
            List<Tree> subtrees = byOrder.get(size - 1);
            int from = size == largest ? Math.min(last, subtrees.size() - 1) : subtrees.size() - 1;
            for (int i = from; i >= 0; i--) {
                Tree subtree = subtrees.get(i);
                double[] product = phi.clone();
                for (int s = 0; s < product.length; s++) {
                    product[s] *= subtree.branch()[s];
                }
                grow(order, left - size, size, i, product, density * subtree.density(), found);
            }
        }
    }

    private double[] branch(double[] phi) {
        return Arrays.stream(matrix)
                .mapToDouble(row -> {
                    double sum = 0;
                    for (int j = 0; j < row.length; j++) {
                        sum += row[j] * phi[j];
                    }
                    return sum;
                })
                .toArray();
    }
}
