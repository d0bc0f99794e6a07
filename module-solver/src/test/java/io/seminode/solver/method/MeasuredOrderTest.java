package io.seminode.solver.method;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.OdeSolver;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.support.Fixtures;
import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/**
 * The order of every registered method, measured with steps of constant size against a matrix exponential: y' = (1 + cos(2t) / 2)
 * A y from 0 to T is solved by exp((T + sin(2T) / 4) A) y0.
 *
 * <p>With y' = A y alone a method need not meet the conditions of quadrature, and dopri8 is practically of order 9: the sum that its
 * weights must make 1/9! for that is 0.13 % short of it.
 */
class MeasuredOrderTest {
    private static final double[][] MATRIX = {{-0.5, 2, 0.3}, {-2, -0.1, 0.7}, {0.4, -0.6, -1}};
    private static final double[] START = {1, -1, 0.5};
    private static final double END = 2;

    /** A row vector times the transposed matrix. */
    private static final Problem<TFloat64> LINEAR = Fixtures.problem(Shape.of(1, 3), (tf, t, z) -> {
        Operand<TFloat64> turn = tf.math.cos(tf.math.mul(tf.constant(2.0), t));
        Operand<TFloat64> speed = tf.math.add(tf.constant(1.0), tf.math.mul(tf.constant(0.5), turn));
        return tf.math.mul(speed, tf.linalg.matMul(z, tf.constant(transposed(MATRIX))));
    });

    private static Collection<Method> methods() {
        return Methods.load().all();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void orderIsNearItsNominalOne(Method method) {
        int order = method.tableau().order();
        // Steps small enough for the leading term, large enough to be seen above rounding.
        double h = order > 5 ? 0.5 : 0.05;
        double coarse = error(method, h);
        double fine = error(method, h / 2);
        double measured = Math.log(coarse / fine) / Math.log(2);
        assertTrue(
                Math.abs(measured - order) < 0.5,
                method.name() + ": measured order " + measured + ", errors " + coarse + " and " + fine);
    }

    private static double error(Method method, double h) {
        // Tight tolerances matter to what an implicit method solves.
        Solver solver = Solver.create().withMethod(method).withConstantSteps(h).withTolerances(1e-13, 1e-13);
        try (OdeSolver<TFloat64> compiled = solver.compile(LINEAR)) {
            double[] found = compiled.solve(Map.of("z", START), new double[] {0, END}, Map.of())
                    .last("z");
            double[] exact = exponential();
            double sum = 0;
            for (int i = 0; i < exact.length; i++) {
                sum += (found[i] - exact[i]) * (found[i] - exact[i]);
            }
            return Math.sqrt(sum);
        }
    }

    /** exp((END + sin(2 END) / 4) A) START by its Taylor series; the matrix is small enough for that. */
    private static double[] exponential() {
        double time = END + Math.sin(2 * END) / 4;
        double[] sum = START.clone();
        double[] term = START.clone();
        for (int n = 1; n < 80; n++) {
            double[] next = new double[term.length];
            for (int i = 0; i < next.length; i++) {
                for (int j = 0; j < next.length; j++) {
                    next[i] += time / n * MATRIX[i][j] * term[j];
                }
            }
            term = next;
            for (int i = 0; i < sum.length; i++) {
                sum[i] += term[i];
            }
        }
        return sum;
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] transposed = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                transposed[j][i] = matrix[i][j];
            }
        }
        return transposed;
    }
}
