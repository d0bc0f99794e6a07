package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.method.Methods;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.support.FiniteDifferences;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/**
 * Gradients of a stiff problem: van der Pol's equation with mu = 100 on its slow branch, where what is not on the branch dies
 * out as e^(-300 t).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // the differences take longer than the tests
class StiffAdjointTest {
    private static final Problem<TFloat64> VAN_DER_POL = Problem.builder(TFloat64.class)
            .state("x", Shape.scalar())
            .state("v", Shape.scalar())
            .parameter("mu", Shape.scalar())
            .field((tf, t, y, p) -> {
                Operand<TFloat64> x = y.get("x");
                Operand<TFloat64> damping = tf.math.mul(p.get("mu"), tf.math.sub(tf.constant(1.0), tf.math.square(x)));
                return NamedOperands.of(
                        "x", tf.identity(y.get("v")), "v", tf.math.sub(tf.math.mul(damping, y.get("v")), x));
            })
            .build();
    private static final double[] TIMES = {0, 20, 50};

    /** The loss is linear in x and v at the last two output times. */
    private static final Map<String, double[]> COTANGENTS =
            Map.of("x", new double[] {0, 0.5, 1}, "v", new double[] {0, 1, -1});

    /** x, v, mu and the output times. */
    private static final double[] ARGUMENTS = {2, -0.0067, 100, 0, 20, 50};

    private static final double[] DIFFERENCES = {1e-3, 1e-2, 0.05, 0.02, 0.02, 0.02};

    private final FiniteDifferences differences = differences();

    private static FiniteDifferences differences() {
        double tolerance = 1e-11;
        try (OdeSolver<TFloat64> ode = solver("kvaerno5", tolerance).compile(VAN_DER_POL)) {
            return new FiniteDifferences(x -> loss(ode, x), ARGUMENTS, DIFFERENCES, tolerance);
        }
    }

    private static Solver solver(String method, double tolerance) {
        return Solver.create()
                .withMethod(Methods.load().get(method))
                .withTolerances(tolerance, tolerance / 100)
                .withGradients(g -> g.withStoredSteps(4096));
    }

    private static Solution solve(OdeSolver<TFloat64> ode, double... arguments) {
        return ode.solve(
                Map.of("x", new double[] {arguments[0]}, "v", new double[] {arguments[1]}),
                Arrays.copyOfRange(arguments, 3, 6),
                Map.of("mu", new double[] {arguments[2]}));
    }

    private static double loss(OdeSolver<TFloat64> ode, double... arguments) {
        Solution solution = solve(ode, arguments);
        double loss = 0;
        for (String part : COTANGENTS.keySet()) {
            for (int i = 0; i < TIMES.length; i++) {
                loss += COTANGENTS.get(part)[i] * solution.get(part, i)[0];
            }
        }
        return loss;
    }

    private static double[] gradient(Solver solver, double... arguments) {
        try (OdeSolver<TFloat64> ode = solver.compile(VAN_DER_POL)) {
            Solution solution = solve(ode, arguments);
            Gradient gradient = ode.gradientWithTimes(solution, COTANGENTS, Map.of("mu", new double[] {arguments[2]}));
            double[] times = gradient.times();
            return new double[] {
                gradient.state("x")[0],
                gradient.state("v")[0],
                gradient.parameter("mu")[0],
                times[0],
                times[1],
                times[2]
            };
        }
    }

    @ParameterizedTest
    @CsvSource({"kvaerno5, INTERPOLATING", "kvaerno3, INTERPOLATING"})
    void errorShrinksWithTheTolerance(String method, Adjoint adjoint) {
        double[] loose = gradient(solver(method, 1e-6).withAdjoint(adjoint), ARGUMENTS);
        double[] tight = gradient(solver(method, 1e-8).withAdjoint(adjoint), ARGUMENTS);
        differences.assertErrorShrinks(loose, tight, method + ", " + adjoint);
        differences.assertClose(tight, 3, 1e-4, method + ", " + adjoint + ": by x, v, mu");
    }

    /** Going back, e^(300 t) blows up whatever is not on the branch. */
    @Test
    void backsolveFailsAndSaysHowFarItCame() {
        Solver solver = solver("kvaerno5", 1e-8).withMaxSteps(20_000);
        SolveException failure = assertThrows(SolveException.class, () -> gradient(solver, ARGUMENTS));
        assertTrue(failure.time() > 0, "time " + failure.time());
        assertNotNull(failure.partialGradient());
    }

    @Test
    void checkpointedIsRefusedWithARemedy() {
        Solver solver = solver("kvaerno5", 1e-8).withAdjoint(Adjoint.CHECKPOINTED);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> gradient(solver, ARGUMENTS));
        assertTrue(String.valueOf(refused.getMessage()).contains("interpolating"), refused.getMessage());
    }

    /** Without backpropagation to compare with, finite differences at a tighter tolerance decide. */
    @Test
    void gradientCheckRecommendsTheInterpolatingAdjoint() {
        GradientCheck.Report report = GradientCheck.run(
                solver("kvaerno5", 1e-6).withMaxSteps(20_000),
                VAN_DER_POL,
                Map.of("x", new double[] {ARGUMENTS[0]}, "v", new double[] {ARGUMENTS[1]}),
                TIMES,
                Map.of("mu", new double[] {ARGUMENTS[2]}),
                ExecutionOptions.NATIVE_CPU,
                1);
        assertNotNull(report.row(Adjoint.CHECKPOINTED).failure());
        assertFalse(report.returnError() < 1, "return error " + report.returnError());
        assertTrue(
                report.row(Adjoint.INTERPOLATING).fromDifferences() < report.bound(),
                report.rows().toString());
        assertEquals(Adjoint.INTERPOLATING, report.recommended());
    }
}
