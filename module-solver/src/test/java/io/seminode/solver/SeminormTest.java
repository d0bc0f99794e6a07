package io.seminode.solver;

import static io.seminode.solver.support.Fixtures.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.norm.DefaultNorm;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.norm.Seminorm;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.support.Fixtures;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** What the seminorm promises: integrals cost no step, and the lazy way costs no more than the faithful one. */
class SeminormTest {
    private static final int BATCH = 4;
    private static final double[] TIMES = {0, 0.5, 1, 1.5, 2};

    private static Problem<TFloat64> network(int width, Parameter.Use use) {
        return Problem.builder(TFloat64.class)
                .state("z", Shape.of(BATCH, 2))
                .parameter(new Parameter("W", Shape.of(2, width), use))
                .parameter(new Parameter("V", Shape.of(width, 2), use))
                .field((tf, t, y, theta) -> NamedOperands.of(
                        "z",
                        tf.linalg.matMul(tf.math.tanh(tf.linalg.matMul(y.get("z"), theta.get("W"))), theta.get("V"))))
                .build();
    }

    private static Gradient gradient(Problem<TFloat64> problem, int width, Solver solver, double... times) {
        Map<String, double[]> parameters = Fixtures.values(
                "W", Fixtures.random(1, 2 * width, 3), "V", Fixtures.random(2, 2 * width, 6 / Math.sqrt(width)));
        try (OdeSolver<TFloat64> compiled = solver.compile(problem, ExecutionOptions.NATIVE_CPU)) {
            Solution solution = compiled.solve(Map.of("z", Fixtures.random(3, 2 * BATCH, 1)), times, parameters);
            double[] cotangents = Fixtures.random(4, times.length * 2 * BATCH, 1);
            return compiled.gradient(solution, Map.of("z", cotangents), parameters);
        }
    }

    private static Solver solver(Norm adjointNorm, AdjointMode mode) {
        return Solver.create()
                .withTolerances(1e-4, 1e-7)
                .withNorms(new DefaultNorm(), adjointNorm)
                .withMode(mode)
                .withOutput(o -> o.withRecordedSteps(10_000));
    }

    @ParameterizedTest
    @EnumSource
    void costsFewerEvaluationsThanTheDefaultAtWidth256(AdjointMode mode) {
        Problem<TFloat64> problem = network(256, Parameter.Use.LEARNT);
        Gradient semi = gradient(problem, 256, solver(new Seminorm(), mode), 0, 1);
        Gradient full = gradient(problem, 256, solver(new DefaultNorm(), mode), 0, 1);
        assertTrue(
                semi.statistics().evaluations() < full.statistics().evaluations(),
                semi.statistics().evaluations() + " and " + full.statistics().evaluations());
        assertClose(full.state("z"), semi.state("z"), 1e-2, 1e-3, "by state");
        assertClose(full.parameter("V"), semi.parameter("V"), 1e-2, 1e-2, "by parameter");
    }

    @Test
    void lazyWayCostsNoMoreThanTheFaithfulOne() {
        Problem<TFloat64> problem = network(16, Parameter.Use.LEARNT);
        Gradient lazy = gradient(problem, 16, solver(new Seminorm(), AdjointMode.LAZY), TIMES);
        Gradient faithful = gradient(problem, 16, solver(new Seminorm(), AdjointMode.FAITHFUL), TIMES);
        assertTrue(
                lazy.statistics().evaluations() <= faithful.statistics().evaluations(),
                lazy.statistics().evaluations() + " and "
                        + faithful.statistics().evaluations());
        assertClose(faithful.state("z"), lazy.state("z"), 1e-2, 1e-3, "by state");
        assertClose(faithful.parameter("W"), lazy.parameter("W"), 1e-2, 1e-2, "by parameter");
    }

    /**
     * Where one step leads from output time to output time, a quarter is saved: faithfully two evaluations start each
     * interval and six make the step, lazily one and five.
     */
    @Test
    void lazyWaySavesAQuarterWhereAStepLeadsFromOutputToOutput() {
        Problem<TFloat64> problem = network(16, Parameter.Use.LEARNT);
        double[] times = IntStream.rangeClosed(0, 7).mapToDouble(i -> 0.01 * i).toArray();
        Gradient lazy = gradient(problem, 16, solver(new Seminorm(), AdjointMode.LAZY), times);
        Gradient faithful = gradient(problem, 16, solver(new Seminorm(), AdjointMode.FAITHFUL), times);
        assertEquals(7, lazy.statistics().accepted());
        assertEquals(7, faithful.statistics().accepted());
        assertEquals(7 * 6, lazy.statistics().evaluations());
        assertEquals(7 * 8, faithful.statistics().evaluations());
        // One tolerance for each step: the faithful one is longer, and interpolated.
        assertClose(faithful.state("z"), lazy.state("z"), 7e-4, 7e-7, "by state");
        assertClose(faithful.parameter("W"), lazy.parameter("W"), 7e-4, 7e-7, "by parameter");
    }

    /** The same steps, to the last bit, as for a problem that has no a_theta at all. */
    @ParameterizedTest
    @EnumSource
    void gradientsByParametersDoNotInfluenceTheSteps(AdjointMode mode) {
        Solver semi = solver(new Seminorm(), mode);
        List<StepRecord> learnt = steps(network(16, Parameter.Use.LEARNT), semi);
        assertEquals(steps(network(16, Parameter.Use.CONSTANT), semi), learnt);
        // Under the default norm they do: otherwise the comparison above would show nothing.
        assertNotEquals(steps(network(16, Parameter.Use.LEARNT), solver(new DefaultNorm(), mode)), learnt);
    }

    private static List<StepRecord> steps(Problem<TFloat64> problem, Solver solver) {
        return gradient(problem, 16, solver, TIMES).statistics().steps();
    }

    /** Forward too: an integral that wiggles fast costs steps under the default norm alone. */
    @ParameterizedTest
    @EnumSource
    void integralDoesNotInfluenceTheForwardSteps(AdjointMode mode) {
        assertEquals(
                forward(new Seminorm(), mode, 0).accepted(),
                forward(new Seminorm(), mode, 5).accepted());
        assertTrue(forward(new Seminorm(), mode, 5).accepted()
                < forward(new DefaultNorm(), mode, 5).accepted());
    }

    private static SolveStatistics forward(Norm norm, AdjointMode mode, double frequency) {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", Shape.of(1))
                .state("q", Shape.of(1))
                .field((tf, t, y, theta) -> NamedOperands.of(
                        "z", tf.math.neg(y.get("z")),
                        "q", tf.math.sin(tf.math.mul(y.get("z"), tf.constant(10 * frequency)))))
                .build();
        Solver solver =
                Solver.create().withTolerances(1e-6, 1e-8).withNorms(norm, norm).withMode(mode);
        try (OdeSolver<TFloat64> compiled = solver.compile(problem, ExecutionOptions.NATIVE_CPU)) {
            Map<String, double[]> y0 = Fixtures.values("z", new double[] {1}, "q", new double[] {0});
            return compiled.solve(y0, new double[] {0, 2}, Map.of()).statistics();
        }
    }

    /** A quadrature is as accurate as the steps of the coupled parts make it, whether lazy or staged. */
    @ParameterizedTest
    @EnumSource
    void integralIsRight(AdjointMode mode) {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("q", Shape.of(1))
                .state("z", Shape.of(1))
                .field((tf, t, y, theta) ->
                        NamedOperands.of("q", tf.math.square(y.get("z")), "z", tf.math.neg(y.get("z"))))
                .build();
        Solver solver = Solver.create().withTolerances(1e-9, 1e-11).withMode(mode);
        double[] times = {0, 0.3, 0.301, 2};
        try (OdeSolver<TFloat64> compiled = solver.compile(problem, ExecutionOptions.NATIVE_CPU)) {
            Map<String, double[]> y0 = Fixtures.values("q", new double[] {5}, "z", new double[] {1});
            for (double sign : new double[] {1, -1}) {
                double[] signed =
                        java.util.Arrays.stream(times).map(t -> sign * t).toArray();
                Solution solution = compiled.solve(y0, signed, Map.of());
                for (int i = 0; i < 4; i++) {
                    double expected = 5 + (1 - Math.exp(-2 * signed[i])) / 2;
                    assertEquals(
                            expected, solution.get("q", i)[0], 1e-8 * (10 + Math.abs(expected)), "q at " + signed[i]);
                    assertEquals(Math.exp(-signed[i]), solution.get("z", i)[0], 1e-7, "z at " + signed[i]);
                }
            }
        }
    }
}
