package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.method.DormandPrince5;
import io.seminode.solver.method.Method;
import io.seminode.solver.method.Methods;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** Implicit methods where explicit ones need very small steps. */
class StiffProblemsTest {
    /** x' = v, v' = mu (1 - x^2) v - x. */
    private static final Problem<TFloat64> VAN_DER_POL = Problem.builder(TFloat64.class)
            .state("x", Shape.scalar())
            .state("v", Shape.scalar())
            .constant("mu", Shape.scalar())
            .field((tf, t, y, c) -> {
                Operand<TFloat64> x = y.get("x");
                Operand<TFloat64> damping = tf.math.mul(c.get("mu"), tf.math.sub(tf.constant(1.0), tf.math.square(x)));
                return NamedOperands.of("x", y.get("v"), "v", tf.math.sub(tf.math.mul(damping, y.get("v")), x));
            })
            .build();

    /** Three chemical reactions with rates 0.04, 3e7 and 1e4. */
    private static final Problem<TFloat64> ROBERTSON = Problem.builder(TFloat64.class)
            .state("y", Shape.of(3))
            .field((tf, t, y, c) -> NamedOperands.of("y", robertson(tf, y.get("y"))))
            .build();

    private static Operand<TFloat64> robertson(Ops tf, Operand<TFloat64> y) {
        List<Operand<TFloat64>> parts = tf.unstack(y, 3L).output().stream()
                .map(part -> (Operand<TFloat64>) part)
                .toList();
        Operand<TFloat64> slow = tf.math.mul(tf.constant(0.04), parts.get(0));
        Operand<TFloat64> back = tf.math.mul(tf.constant(1e4), tf.math.mul(parts.get(1), parts.get(2)));
        Operand<TFloat64> fast = tf.math.mul(tf.constant(3e7), tf.math.square(parts.get(1)));
        return tf.stack(
                List.of(tf.math.sub(back, slow), tf.math.sub(tf.math.sub(slow, back), fast), tf.identity(fast)));
    }

    private static Method method(String name) {
        return Methods.load().get(name);
    }

    private static Solution vanDerPol(Method method, double rtol, ExecutionOptions options) {
        Solver solver = Solver.create().withMethod(method).withTolerances(rtol, rtol);
        try (OdeSolver<TFloat64> compiled = solver.compile(VAN_DER_POL, options)) {
            return compiled.solve(
                    Map.of("x", new double[] {2}, "v", new double[] {0}),
                    new double[] {0, 2000},
                    Map.of("mu", new double[] {1000}));
        }
    }

    /** Reference value: Hairer and Wanner's RADAU with tolerance 1e-12 as given in the test set for IVP solvers. */
    @ParameterizedTest
    @ValueSource(strings = {"kvaerno3", "kvaerno5"})
    void vanDerPolWithMu1000(String name) {
        Solution solution = vanDerPol(method(name), 1e-6, ExecutionOptions.NATIVE_CPU);
        assertEquals(1.70616773217, solution.last("x")[0], 1e-3);
        assertTrue(solution.statistics().accepted() < 3000, () -> "steps " + solution.statistics());
    }

    @Test
    void xlaEngineSolvesStagesToo() {
        Solution expected = vanDerPol(method("kvaerno5"), 1e-5, ExecutionOptions.NATIVE_CPU);
        Solution found = vanDerPol(method("kvaerno5"), 1e-5, ExecutionOptions.XLA_CPU);
        assertEquals(expected.last("x")[0], found.last("x")[0], 1e-4);
    }

    /** Reference values: test set for IVP solvers, problem ROBER, at t = 40. */
    @ParameterizedTest
    @ValueSource(strings = {"kvaerno3", "kvaerno5"})
    void robertson(String name) {
        Solver solver = Solver.create().withMethod(method(name)).withTolerances(1e-6, 1e-10);
        try (OdeSolver<TFloat64> compiled = solver.compile(ROBERTSON)) {
            Solution solution = compiled.solve(Map.of("y", new double[] {1, 0, 0}), new double[] {0, 40}, Map.of());
            double[] y = solution.last("y");
            assertEquals(0.71582706872, y[0], 1e-4);
            assertEquals(9.18553476e-6, y[1], 1e-8);
            assertEquals(0.28416374575, y[2], 1e-4);
            assertTrue(solution.statistics().accepted() < 500, () -> "steps " + solution.statistics());
        }
    }

    @Test
    void explicitMethodNeedsManyTimesAsManySteps() {
        Solver explicit = Solver.create().withMethod(new DormandPrince5()).withTolerances(1e-6, 1e-10);
        Solver implicit = explicit.withMethod(method("kvaerno5"));
        Map<String, double[]> start = Map.of("y", new double[] {1, 0, 0});
        double[] times = {0, 1};
        try (OdeSolver<TFloat64> many = explicit.compile(ROBERTSON);
                OdeSolver<TFloat64> few = implicit.compile(ROBERTSON)) {
            long explicitSteps = many.solve(start, times, Map.of()).statistics().accepted();
            long implicitSteps = few.solve(start, times, Map.of()).statistics().accepted();
            assertTrue(explicitSteps > 5 * implicitSteps, explicitSteps + " and " + implicitSteps + " steps");
        }
    }
}
