package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** Solves in which something is missing: equations, time, or the wish for a derivative. */
class NothingToSolveTest {
    private static final Map<String, double[]> RATE = Map.of("k", new double[] {2});

    /** Integrals alone: an implicit method has no equations to solve. */
    @ParameterizedTest
    @ValueSource(strings = {"kvaerno3", "kvaerno5"})
    void implicitMethodOfIntegrals(String method) {
        Problem<TFloat64> integral = Problem.builder(TFloat64.class)
                .state("y", Shape.of(1))
                .parameter("k", Shape.of(1))
                .field((tf, t, y, p) -> NamedOperands.of("y", tf.math.mul(p.get("k"), t)))
                .build();
        assertSolved(method, integral, 1 + 4, 2);
    }

    /** No time to integrate over. */
    @ParameterizedTest
    @ValueSource(strings = {"kvaerno3", "kvaerno5", "dopri5"})
    void noTime(String method) {
        Problem<TFloat64> growth = Problem.builder(TFloat64.class)
                .state("y", Shape.of(1))
                .parameter("k", Shape.of(1))
                .field((tf, t, y, p) -> NamedOperands.of("y", tf.math.mul(p.get("k"), y.get("y"))))
                .build();
        try (OdeSolver<TFloat64> ode = with(method, AdjointMode.LAZY).compile(growth)) {
            Solution solution = ode.solve(Map.of("y", new double[] {1}), new double[] {1, 1}, RATE);
            assertArrayEquals(new double[] {1, 1}, solution.all("y"));
            Gradient gradient = ode.gradient(solution, Map.of("y", new double[] {0, 1}), RATE);
            assertEquals(0, gradient.parameter("k")[0]);
            assertEquals(1, gradient.state("y")[0]);
        }
    }

    private static Solver with(String method, AdjointMode mode) {
        return Solver.create()
                .withMethod(io.seminode.solver.method.Methods.load().get(method))
                .withMode(mode);
    }

    private static void assertSolved(String method, Problem<TFloat64> problem, double value, double byRate) {
        for (AdjointMode mode : AdjointMode.values()) {
            try (OdeSolver<TFloat64> ode = with(method, mode).compile(problem)) {
                Solution solution = ode.solve(Map.of("y", new double[] {1}), new double[] {0, 2}, RATE);
                assertEquals(value, solution.last("y")[0], 1e-2, mode + " value");
                Gradient gradient = ode.gradient(solution, Map.of("y", new double[] {0, 1}), RATE);
                assertEquals(byRate, gradient.parameter("k")[0], 1e-2, mode + " by rate");
            }
        }
    }

    /** y' = k sqrt(|t|) y has no derivative by time at 0, which nobody asks for. */
    @ParameterizedTest
    @ValueSource(strings = {"seminorm", "default"})
    void timeGradientThatIsNotWanted(String norm) {
        Problem<TFloat64> root = Problem.builder(TFloat64.class)
                .state("y", Shape.of(1))
                .parameter("k", Shape.of(1))
                .field((tf, t, y, p) -> NamedOperands.of(
                        "y", tf.math.mul(tf.math.mul(p.get("k"), y.get("y")), tf.math.sqrt(tf.math.abs(t)))))
                .build();
        Solver solver =
                Solver.create().withMode(AdjointMode.FAITHFUL).withNorm(norm).withTolerances(1e-6, 1e-8);
        try (OdeSolver<TFloat64> ode = solver.compile(root)) {
            Solution solution = ode.solve(Map.of("y", new double[] {1}), new double[] {0, 1}, RATE);
            Gradient gradient = ode.gradient(solution, Map.of("y", new double[] {0, 1}), RATE);
            assertEquals(2.0 / 3 * Math.exp(4.0 / 3), gradient.parameter("k")[0], 1e-3);
        }
    }
}
