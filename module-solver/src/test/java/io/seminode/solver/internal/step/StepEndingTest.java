package io.seminode.solver.internal.step;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.internal.compat.Torchdiffeq;
import io.seminode.solver.method.AdaptiveHeun;
import io.seminode.solver.method.BogackiShampine3;
import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.method.DormandPrince5;
import io.seminode.solver.method.Fehlberg45;
import io.seminode.solver.method.Kvaerno5;
import io.seminode.solver.method.Method;
import io.seminode.solver.method.RungeKutta4;
import io.seminode.solver.method.Tsitouras5;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That judging a step without the evaluation at its end is no less honest than with it, measured in plain Java on adjoint
 * pairs of random networks.
 */
class StepEndingTest {
    private static final int FIELDS = 60;
    private static final int SIZES = 12;

    @Test
    void knowsWhichMethodsAllowIt() {
        assertTrue(new DormandPrince5().tableau().isJudgedWithoutLastStage());
        assertFalse(
                new Tsitouras5().tableau().isJudgedWithoutLastStage(), "the value of its sixth stage is of order 1");
        assertTrue(new Fehlberg45().tableau().isJudgedWithoutLastStage(), "its end is no stage");
        assertTrue(new RungeKutta4().tableau().isJudgedWithoutLastStage(), "its end is no stage");
        assertFalse(new Kvaerno5().tableau().isJudgedWithoutLastStage(), "implicit");
        assertFalse(
                Torchdiffeq.of(new AdaptiveHeun()).tableau().isJudgedWithoutLastStage(),
                "the solution needs the last stage");
        assertTrue(new BogackiShampine3().tableau().isJudgedWithoutLastStage(), "h^2 is one power less than h^3");
    }

    static List<Method> methods() {
        return List.of(new DormandPrince5(), new BogackiShampine3());
    }

    /** What an estimate accepts: how many steps, how many of them are wrong by more than the tolerance, and by how much. */
    private record Counts(int accepted, int wrong, double worst) {
        Counts with(double estimate, double truth) {
            return estimate > 1 ? this : new Counts(accepted + 1, wrong + (truth > 1 ? 1 : 0), Math.max(worst, truth));
        }

        double share() {
            return (double) wrong / accepted;
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void acceptsNoMoreWrongStepsThanTheMethodsOwnEstimate(Method method, TestReporter reporter) {
        ButcherTableau tableau = method.tableau();
        Random random = new Random(11);
        Counts own = new Counts(0, 0, 0);
        Counts early = own;
        for (int field = 0; field < FIELDS; field++) {
            UnaryOperator<double[]> f = adjointPair(random, 3);
            double[] y0 = random.doubles(6, -1.5, 1.5).toArray();
            for (int i = 0; i < SIZES; i++) {
                double h = 0.01 * Math.pow(1.5, i);
                double[][] k = stages(tableau, f, y0, h);
                double[] y1 = sum(y0, tableau.weights(), k, h);
                double[] error = sum(new double[y0.length], tableau.errorWeights(), k, h);
                k[k.length - 1] = k[k.length - 2];
                double[] without = sum(new double[y0.length], tableau.errorWeights(), k, h);
                double[] exact = fine(tableau, f, y0, h);
                double[] wrong = IntStream.range(0, y1.length)
                        .mapToDouble(j -> y1[j] - exact[j])
                        .toArray();
                for (double tolerance : new double[] {1e-3, 1e-4, 1e-5, 1e-6}) {
                    double truth = ratio(wrong, y0, y1, tolerance);
                    own = own.with(ratio(error, y0, y1, tolerance), truth);
                    early = early.with(ratio(without, y0, y1, tolerance), truth);
                }
            }
        }
        String found = method.name() + ": with the last stage " + own + ", without " + early;
        reporter.publishEntry(found);
        assertTrue(early.accepted() > own.accepted() / 2, found);
        assertTrue(early.share() <= own.share(), found);
    }

    /** dz/dt = V tanh(W z) and its adjoint, going back. */
    private static UnaryOperator<double[]> adjointPair(Random random, int n) {
        int width = 12;
        double scale = Math.pow(10, random.nextDouble() * 1.2 - 0.5);
        double[][] w = matrix(random, width, n, scale);
        double[][] v = matrix(random, n, width, scale);
        return y -> {
            double[] z = Arrays.copyOf(y, n);
            double[] a = Arrays.copyOfRange(y, n, 2 * n);
            double[] hidden = times(w, z);
            double[] back = timesTransposed(v, a);
            for (int i = 0; i < width; i++) {
                hidden[i] = Math.tanh(hidden[i]);
                back[i] *= -(1 - hidden[i] * hidden[i]);
            }
            double[] rates = Arrays.copyOf(times(v, hidden), 2 * n);
            System.arraycopy(timesTransposed(w, back), 0, rates, n, n);
            return Arrays.stream(rates).map(rate -> -rate).toArray();
        };
    }

    private static double[][] matrix(Random random, int rows, int columns, double scale) {
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) {
            Arrays.setAll(row, i -> random.nextGaussian() * scale / Math.sqrt(columns));
        }
        return matrix;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        return Arrays.stream(matrix)
                .mapToDouble(row -> IntStream.range(0, row.length)
                        .mapToDouble(i -> row[i] * vector[i])
                        .sum())
                .toArray();
    }

    private static double[] timesTransposed(double[][] matrix, double[] vector) {
        double[] product = new double[matrix[0].length];
        for (int i = 0; i < vector.length; i++) {
            for (int j = 0; j < product.length; j++) {
                product[j] += matrix[i][j] * vector[i];
            }
        }
        return product;
    }

    private static double[][] stages(ButcherTableau tableau, UnaryOperator<double[]> f, double[] y0, double h) {
        double[][] k = new double[tableau.stages()][];
        for (int i = 0; i < k.length; i++) {
            k[i] = f.apply(sum(y0, tableau.row(i), k, h));
        }
        return k;
    }

    private static double[] sum(double[] y0, double[] weights, double[][] k, double h) {
        double[] sum = y0.clone();
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < sum.length && weights[i] != 0; j++) {
                sum[j] += h * weights[i] * k[i][j];
            }
        }
        return sum;
    }

    /** The end of a step, by steps a fiftieth as long. */
    private static double[] fine(ButcherTableau tableau, UnaryOperator<double[]> f, double[] y0, double h) {
        double[] y = y0;
        for (int i = 0; i < 50; i++) {
            y = sum(y, tableau.weights(), stages(tableau, f, y, h / 50), h / 50);
        }
        return y;
    }

    /** The larger root mean square of both halves, over the tolerance: the seminorm. */
    private static double ratio(double[] error, double[] y0, double[] y1, double tolerance) {
        int n = error.length / 2;
        double[] squares = new double[2];
        for (int i = 0; i < error.length; i++) {
            double scaled = error[i] / (tolerance + tolerance * Math.max(Math.abs(y0[i]), Math.abs(y1[i])));
            squares[i / n] += scaled * scaled / n;
        }
        return Math.sqrt(Math.max(squares[0], squares[1]));
    }
}
