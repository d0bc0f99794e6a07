package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.method.Method;
import io.seminode.solver.method.Methods;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** Outputs keep the tolerance wherever they lie, and however many there are. */
class OutputAccuracyTest {
    private static final Problem<TFloat64> WAVE = Problem.builder(TFloat64.class)
            .state("z", Shape.of(1))
            .field((tf, t, y, p) -> NamedOperands.of("z", tf.math.mul(y.get("z"), tf.math.cos(t))))
            .build();

    private static List<Method> adaptive() {
        return Methods.load().all().stream().filter(m -> m.isEstimatingError()).toList();
    }

    private static double[] times(int n, double end) {
        return IntStream.range(0, n).mapToDouble(i -> end * i / (n - 1)).toArray();
    }

    /** The largest deviation of z' = cos(t) z from e^(sin t) at the outputs. */
    private static double error(Solver solver, double[] times) {
        try (OdeSolver<TFloat64> ode = solver.compile(WAVE)) {
            Solution solution = ode.solve(Map.of("z", new double[] {1}), times, Map.of());
            return IntStream.range(0, times.length)
                    .mapToDouble(i -> Math.abs(solution.get("z", i)[0] - Math.exp(Math.sin(times[i]))))
                    .max()
                    .orElse(0);
        }
    }

    @ParameterizedTest
    @MethodSource("adaptive")
    void outputsAreAsAccurateAsTheEndsOfSteps(Method method) {
        double tolerance = method.tableau().errorOrder() > 3 ? 1e-9 : 1e-5;
        Solver solver = Solver.create().withMethod(method).withTolerances(tolerance, tolerance);
        double[] times = times(48, 6);
        double atEnds = error(solver.withSteps(s -> s.withStepTimes(times)), times);
        double found = error(solver, times);
        assertTrue(
                found <= Math.max(2 * atEnds, 20 * tolerance),
                method.name() + ": " + found + ", where steps end there " + atEnds);
    }

    /** Every output is written into its row, in place: what a write costs does not depend on how many there are. */
    @Test
    void manyOutputsAndTheirGradient() {
        Problem<TFloat64> decay = Problem.builder(TFloat64.class)
                .state("z", Shape.of(2, 2))
                .parameter("k", Shape.of(1))
                .samples()
                .field((tf, t, y, p) -> NamedOperands.of("z", tf.math.mul(p.get("k"), y.get("z"))))
                .build();
        int n = 1500;
        double[] times = times(n, 1);
        double mean = 0;
        for (double t : times) {
            mean += t * Math.exp(-t) / n;
        }
        Solver solver = Solver.create().withTolerances(1e-7, 1e-9).withAdjoint(Adjoint.CHECKPOINTED);
        for (Batching batching : Batching.values()) {
            try (OdeSolver<TFloat64> ode = solver.withBatching(batching).compile(decay)) {
                Map<String, double[]> rate = Map.of("k", new double[] {-1});
                Solution solution = ode.solve(Map.of("z", new double[] {1, 2, 3, 4}), times, rate);
                for (int i = 0; i < n; i++) {
                    double[] z = solution.get("z", i);
                    for (int j = 0; j < 4; j++) {
                        assertEquals((j + 1) * Math.exp(-times[i]), z[j], 1e-5, batching + " at " + times[i]);
                    }
                }
                double[] ones =
                        IntStream.range(0, 4 * n).mapToDouble(i -> 1.0 / n).toArray();
                double byRate = ode.gradient(solution, Map.of("z", ones), rate).parameter("k")[0];
                assertEquals(10 * mean, byRate, 1e-4, batching.toString());
            }
        }
    }
}
