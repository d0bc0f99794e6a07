package io.seminode.solver.internal;

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
        0.991455371120812639206854697526329,
        0.949107912342758524526189684047851,
        0.864864423359769072789712788640926,
        0.741531185599394439863864773280788,
        0.586087235467691130294144691693013,
        0.405845151377397166906606412076961,
        0.207784955007898467600689403773245,
        0
    };

    private static final double[] HALF_KRONROD = {
        0.022935322010529224963732008058970,
        0.063092092629978553290700663189204,
        0.104790010322250183839876322541518,
        0.140653259715525918745189590510238,
        0.169004726639267902826583426598550,
        0.190350578064785409913256402421014,
        0.204432940075298892414161999234649,
        0.209482141084727828012999174891714
    };

    private static final double[] HALF_GAUSS = {
        0,
        0.129484966168869693270611432679082,
        0,
        0.279705391489276667901467771423780,
        0,
        0.381830050505118944950369775488975,
        0,
        0.417959183673469387755102040816327
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
