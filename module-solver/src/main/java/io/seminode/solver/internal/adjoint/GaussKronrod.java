package io.seminode.solver.internal.adjoint;

/**
 * The pair of quadrature rules with 7 and 15 nodes on [0, 1]: Kronrod's integrates polynomials of degree 22 exactly,
 * Gauss's, which uses every second node, of degree 13; their difference is an error estimate.
 *
 * <p>Source: R. Piessens, E. de Doncker-Kapenga, C. W. Überhuber and D. K. Kahaner, "QUADPACK" (1983), routine QK15.
 */
final class GaussKronrod {
    /** Order of the error estimate: the local error of Gauss's rule is of the order h^15. */
    static final int ORDER = 15;

    /** Nodes on [-1, 1], from the last one to the middle. */
    private static final double[] HALF_NODES = {
        0.9914553711208126,
        0.9491079123427585,
        0.8648644233597691,
        0.7415311855993945,
        0.5860872354676911,
        0.4058451513773972,
        0.20778495500789848,
        0
    };

    private static final double[] HALF_KRONROD = {
        0.022935322010529224,
        0.06309209262997856,
        0.10479001032225019,
        0.14065325971552592,
        0.1690047266392679,
        0.19035057806478542,
        0.20443294007529889,
        0.20948214108472782
    };

    private static final double[] HALF_GAUSS = {
        0, 0.1294849661688697, 0, 0.27970539148927664, 0, 0.3818300505051189, 0, 0.4179591836734694
    };

    private GaussKronrod() {}

    /** The nodes, ascending, [15]. */
    static double[] nodes() {
        double[] nodes = mirrored(HALF_NODES, 1);
        for (int i = 0; i < nodes.length; i++) {
            double x = i < HALF_NODES.length - 1 ? -nodes[i] : nodes[i];
            nodes[i] = (1 + x) / 2;
        }
        return nodes;
    }

    /** Kronrod's weights, [15]. */
    static double[] weights() {
        return mirrored(HALF_KRONROD, 0.5);
    }

    /** Kronrod's weights minus Gauss's, [15]. */
    static double[] errorWeights() {
        double[] weights = weights();
        double[] gauss = mirrored(HALF_GAUSS, 0.5);
        for (int i = 0; i < weights.length; i++) {
            weights[i] -= gauss[i];
        }
        return weights;
    }

    private static double[] mirrored(double[] half, double scale) {
        double[] all = new double[2 * half.length - 1];
        for (int i = 0; i < half.length; i++) {
            all[i] = scale * half[i];
            all[all.length - 1 - i] = scale * half[i];
        }
        return all;
    }
}
