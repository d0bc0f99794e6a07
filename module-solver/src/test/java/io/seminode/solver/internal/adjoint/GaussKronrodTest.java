package io.seminode.solver.internal.adjoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** Which polynomials the rules integrate exactly. */
class GaussKronrodTest {
    private static double integral(double[] weights, int degree) {
        double[] nodes = GaussKronrod.nodes();
        double sum = 0;
        for (int i = 0; i < nodes.length; i++) {
            sum += weights[i] * Math.pow(nodes[i], degree);
        }
        return sum;
    }

    @Test
    void kronrodIsExactToDegree22() {
        for (int degree = 0; degree <= 22; degree++) {
            assertEquals(1.0 / (degree + 1), integral(GaussKronrod.weights(), degree), 1e-15, "degree " + degree);
        }
        assertNotEquals(1.0 / 31, integral(GaussKronrod.weights(), 30), 1e-16);
    }

    @Test
    void errorEstimateVanishesToDegree13() {
        for (int degree = 0; degree <= 13; degree++) {
            assertEquals(0, integral(GaussKronrod.errorWeights(), degree), 1e-15, "degree " + degree);
        }
        assertNotEquals(0, integral(GaussKronrod.errorWeights(), 14), 1e-10);
    }
}
