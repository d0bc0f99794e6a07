package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.method.DormandPrince5;
import io.seminode.solver.method.DormandPrince8;
import io.seminode.solver.method.Method;
import io.seminode.solver.method.Tsitouras5;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.support.DetestProblems;
import io.seminode.solver.support.DetestProblems.Case;
import io.seminode.solver.support.Fixtures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/**
 * {@link DetestProblems} from 0 to 20: methods of order 5 against one of order 8 with a tolerance a hundred thousand times
 * smaller. How far they may be apart follows from how much each problem grows an error.
 */
class DetestTest {
    private static final double TOLERANCE = 1e-7;
    private static final double END = 20;
    private static final double PIECE = 5;
    private static final double SHIFT = 1e-5;

    /**
     * As if so many errors of the size of the tolerance were made, and each grew as much as the problem lets it. The largest
     * found is 6.3 (E3, dopri5); orbits, whose phase runs away after an error of energy, grow errors 150- to 4000-fold and
     * stay below 3.4.
     */
    private static final double ERRORS = 10;

    private static final double MOST_ERRORS = 500;

    private static Stream<Case> cases() {
        return DetestProblems.all();
    }

    private static OdeSolver<TFloat64> compile(Case test, int columns, Method method, double tolerance) {
        Problem<TFloat64> problem = Fixtures.problem(Shape.of(test.start().length, columns), test.rate());
        return Solver.create()
                .withMethod(method)
                .withTolerances(tolerance, tolerance)
                .compile(problem);
    }

    private static double[] solve(Case test, Method method, double tolerance) {
        try (OdeSolver<TFloat64> compiled = compile(test, 1, method, tolerance)) {
            return compiled.solve(Map.of(Fixtures.Z, test.start()), new double[] {0, END}, Map.of())
                    .last(Fixtures.Z);
        }
    }

    /**
     * The solution, and how much it may grow an error on the way.
     *
     * @param end the solution
     * @param magnitude of the largest number on the way, or 1
     * @param growth the largest change of a number at the end by a change of 1 in all numbers before
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Truth(double[] end, double magnitude, double growth) {
        /** Solves from stop to stop, beside the solution one in which each number is a little larger. */
        static Truth of(Case test) {
            int n = test.start().length;
            double[] z = test.start();
            double magnitude = 1;
            List<double[][]> pieces = new ArrayList<>();
            try (OdeSolver<TFloat64> compiled = compile(test, n + 1, new DormandPrince8(), 1e-5 * TOLERANCE)) {
                for (double stop = 0; stop < END; stop += PIECE) {
                    double[] columns = new double[n * (n + 1)];
                    for (int i = 0; i < n; i++) {
                        Arrays.fill(columns, i * (n + 1), (i + 1) * (n + 1), z[i]);
                        columns[i * (n + 1) + i + 1] += SHIFT;
                    }
                    double[] after = compiled.solve(
                                    Map.of(Fixtures.Z, columns), new double[] {stop, stop + PIECE}, Map.of())
                            .last(Fixtures.Z);
                    double[][] piece = new double[n][n];
                    z = new double[n];
                    for (int i = 0; i < n; i++) {
                        z[i] = after[i * (n + 1)];
                        magnitude = Math.max(magnitude, Math.abs(z[i]));
                        for (int j = 0; j < n; j++) {
                            piece[i][j] = (after[i * (n + 1) + j + 1] - z[i]) / SHIFT;
                        }
                    }
                    pieces.add(piece);
                }
            }
            return new Truth(z, magnitude, growth(pieces, n));
        }

        private static double growth(List<double[][]> pieces, int n) {
            double largest = 0;
            for (int from = 0; from < pieces.size(); from++) {
                double[][] product = pieces.get(from);
                for (double[][] piece : pieces.subList(from + 1, pieces.size())) {
                    product = product(piece, product, n);
                }
                for (double[] row : product) {
                    largest = Math.max(
                            largest, DoubleStream.of(row).map(Math::abs).sum());
                }
            }
            return largest;
        }

        private static double[][] product(double[][] a, double[][] b, int n) {
            double[][] product = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    for (int k = 0; k < n; k++) {
                        product[i][j] += a[i][k] * b[k][j];
                    }
                }
            }
            return product;
        }
    }

    @Test
    void thereAreTwentyFive() {
        assertEquals(25, cases().count());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void methodsOfOrder5StayWithinWhatTheProblemGrowsErrorsBy(Case test) {
        Truth truth = Truth.of(test);
        double errors = Math.min(MOST_ERRORS, ERRORS * Math.max(1, truth.growth()));
        double bound = errors * TOLERANCE * truth.magnitude();
        for (Method method : List.of(new DormandPrince5(), new Tsitouras5())) {
            double[] found = solve(test, method, TOLERANCE);
            for (int i = 0; i < found.length; i++) {
                assertEquals(truth.end()[i], found[i], bound, method.name() + ", component " + i);
            }
        }
    }

    @Test
    void thoseWithAKnownSolutionHaveIt() {
        double[] known = {Math.exp(-20), 1 / Math.sqrt(21), Math.exp(Math.sin(20)), 20 / (1 + 19 * Math.exp(-5))};
        List<Case> cases = DetestProblems.single().toList();
        for (int i = 0; i < known.length; i++) {
            assertEquals(
                    known[i],
                    solve(cases.get(i), new DormandPrince8(), 1e-11)[0],
                    1e-8,
                    cases.get(i).name());
        }
        // Kepler's energy, and the far end of the ellipse.
        double[] orbit = solve(DetestProblems.orbits().toList().get(0), new DormandPrince8(), 1e-11);
        double energy = (orbit[2] * orbit[2] + orbit[3] * orbit[3]) / 2 - 1 / Math.hypot(orbit[0], orbit[1]);
        assertEquals(-0.5, energy, 1e-8);
        assertTrue(Math.hypot(orbit[0], orbit[1]) <= 1.1 + 1e-6);
    }
}
