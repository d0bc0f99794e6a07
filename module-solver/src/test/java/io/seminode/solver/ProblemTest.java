package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.problem.UnconnectedParameterException;
import io.seminode.solver.problem.VectorField;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.state.Role;
import io.seminode.solver.support.Fixtures;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** What a problem finds out from the graph of its field, and what it rejects. */
class ProblemTest {
    private static final Shape PAIR = Shape.of(2);

    /** z' = -z and q' = z: q is an integral. */
    private static final VectorField<TFloat64> INTEGRAL =
            (tf, t, y, theta) -> NamedOperands.of("z", tf.math.neg(y.get("z")), "q", y.get("z"));

    private static Problem.Builder<TFloat64> decayAndIntegral() {
        return Problem.builder(TFloat64.class).field(INTEGRAL);
    }

    private static List<Role> roles(Problem<TFloat64> problem) {
        return problem.parts().stream().map(Part::role).toList();
    }

    @Test
    void partThatTheFieldDoesNotReadIsAQuadrature() {
        Problem<TFloat64> problem =
                decayAndIntegral().state("z", PAIR).state("q", PAIR).build();
        assertEquals(List.of(Role.COUPLED, Role.QUADRATURE), roles(problem));
        assertFalse(problem.isTimeDependent());
    }

    @Test
    void orderOfPartsIsThatOfTheState() {
        Problem<TFloat64> problem =
                decayAndIntegral().state("q", PAIR).state("z", PAIR).build();
        assertEquals(List.of("q", "z"), problem.parts().stream().map(Part::name).toList());
        assertEquals(List.of(Role.QUADRATURE, Role.COUPLED), roles(problem));
    }

    /** No derivative passes stopGradient, but the value does: q's error is fed back. */
    @ParameterizedTest
    @EnumSource
    void partReadThroughStopGradientIsCoupled(AdjointMode mode) {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", Shape.of(1))
                .state("q", Shape.of(1))
                .field((tf, t, y, theta) ->
                        NamedOperands.of("z", tf.stopGradient(y.get("q")), "q", tf.constant(new double[] {1})))
                .build();
        assertEquals(List.of(Role.QUADRATURE, Role.COUPLED), roles(problem));
        try (OdeSolver<TFloat64> solver =
                Solver.create().withMode(mode).compile(problem, ExecutionOptions.NATIVE_CPU)) {
            Map<String, double[]> y0 = Fixtures.values("z", new double[1], "q", new double[] {2});
            Solution solution = solver.solve(y0, new double[] {0, 2}, Map.of());
            assertEquals(6, solution.last("z")[0], 1e-6);
            Gradient gradient =
                    solver.gradient(solution, Fixtures.values("z", new double[] {0, 1}, "q", new double[2]), Map.of());
            assertEquals(0, gradient.state("q")[0]);
            assertEquals(1, gradient.state("z")[0]);
        }
    }

    @Test
    void partThatMovesItselfIsCoupled() {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", PAIR)
                .state("q", PAIR)
                .field((tf, t, y, theta) -> NamedOperands.of(
                        "z", tf.math.neg(y.get("z")), "q", tf.math.mul(y.get("q"), tf.dtypes.cast(t, TFloat64.class))))
                .build();
        assertEquals(List.of(Role.COUPLED, Role.COUPLED), roles(problem));
        assertTrue(problem.isTimeDependent());
    }

    @Test
    void rightDeclarationIsAccepted() {
        Problem<TFloat64> problem = decayAndIntegral()
                .state("z", PAIR, Role.COUPLED)
                .state("q", PAIR, Role.QUADRATURE)
                .build();
        assertEquals(List.of(Role.COUPLED, Role.QUADRATURE), roles(problem));
    }

    @Test
    void wrongDeclarationNamesThePart() {
        var coupledAsQuadrature =
                decayAndIntegral().state("z", PAIR, Role.QUADRATURE).state("q", PAIR);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, coupledAsQuadrature::build);
        assertTrue(e.getMessage().contains("\"z\""), e.getMessage());

        var quadratureAsCoupled = decayAndIntegral().state("z", PAIR).state("q", PAIR, Role.COUPLED);
        e = assertThrows(IllegalArgumentException.class, quadratureAsCoupled::build);
        assertTrue(e.getMessage().contains("\"q\""), e.getMessage());
    }

    @Test
    void learntParameterThatIsNotUsedIsAnErrorThatNamesIt() {
        var builder = Problem.builder(TFloat64.class)
                .state("z", PAIR)
                .parameter("used", PAIR)
                .parameter("forgotten", PAIR)
                .field((tf, t, y, theta) -> NamedOperands.of("z", tf.math.mul(y.get("z"), theta.get("used"))));
        UnconnectedParameterException e = assertThrows(UnconnectedParameterException.class, builder::build);
        assertEquals("forgotten", e.parameter());
        assertTrue(e.getMessage().contains("\"forgotten\""), e.getMessage());
    }

    @Test
    void parameterBehindStopGradientIsNotUsed() {
        var builder = Problem.builder(TFloat64.class)
                .state("z", PAIR)
                .parameter("frozen", PAIR)
                .field((tf, t, y, theta) ->
                        NamedOperands.of("z", tf.math.mul(y.get("z"), tf.stopGradient(theta.get("frozen")))));
        assertEquals(
                "frozen",
                assertThrows(UnconnectedParameterException.class, builder::build)
                        .parameter());
    }

    @Test
    void parameterThatMayBeUnusedGetsGradientZero() {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", PAIR)
                .parameter("used", PAIR)
                .parameter(new Parameter("spare", Shape.of(3), Parameter.Use.MAY_BE_UNUSED))
                .constant("data", PAIR)
                .field((tf, t, y, theta) -> NamedOperands.of("z", tf.math.mul(y.get("z"), theta.get("used"))))
                .build();
        assertEquals(
                List.of("used", "spare"),
                problem.learntParameters().stream().map(Parameter::name).toList());
        Map<String, double[]> parameters =
                Map.of("used", new double[] {1, 2}, "spare", new double[3], "data", new double[2]);
        try (OdeSolver<TFloat64> solver = Solver.create().compile(problem, ExecutionOptions.NATIVE_CPU)) {
            Solution solution = solver.solve(Map.of("z", new double[] {1, 1}), new double[] {0, 1}, parameters);
            Gradient gradient = solver.gradient(solution, Map.of("z", new double[] {0, 0, 1, 1}), parameters);
            assertArrayEquals(new double[3], gradient.parameter("spare"));
            assertTrue(gradient.parameter("used")[0] > 1);
            assertThrows(IllegalArgumentException.class, () -> gradient.parameter("data"));
            assertThrows(IllegalArgumentException.class, () -> gradient.state("q"));
        }
    }

    @Test
    void derivativeWithOtherNamesIsAnError() {
        var builder = Problem.builder(TFloat64.class)
                .state("z", PAIR)
                .field((tf, t, y, theta) -> NamedOperands.of("w", y.get("z")));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(e.getMessage().contains("[w]") && e.getMessage().contains("[z]"), e.getMessage());
    }

    @Test
    void missingDerivativeIsAnError() {
        var builder = Problem.builder(TFloat64.class)
                .state("z", PAIR)
                .state("q", PAIR)
                .field((tf, t, y, theta) -> NamedOperands.of("z", y.get("z")));
        assertThrows(IllegalArgumentException.class, builder::build);
    }

    @Test
    void derivativeOfAnotherShapeNamesThePart() {
        var builder = Problem.builder(TFloat64.class)
                .state("z", PAIR)
                .field((tf, t, y, theta) -> NamedOperands.of("z", tf.constant(new double[] {1, 2, 3})));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(e.getMessage().contains("\"z\"") && e.getMessage().contains("[3]"), e.getMessage());
    }

    @Test
    void unknownNameInTheFieldListsTheKnownOnes() {
        var builder = Problem.builder(TFloat64.class)
                .state("z", PAIR)
                .parameter("W", PAIR)
                .field((tf, t, y, theta) -> NamedOperands.of("z", theta.get("V")));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(e.getMessage().contains("\"V\"") && e.getMessage().contains("[W]"), e.getMessage());
    }

    @Test
    void namesAreUnique() {
        var builder = Problem.builder(TFloat64.class).state("z", PAIR).parameter("W", PAIR);
        assertThrows(IllegalArgumentException.class, () -> builder.state("z", PAIR));
        assertThrows(IllegalArgumentException.class, () -> builder.constant("W", PAIR));
    }

    @Test
    void stateAndFieldAreNeeded() {
        var withoutField = Problem.builder(TFloat64.class).state("z", PAIR);
        assertThrows(IllegalStateException.class, withoutField::build);
        var withoutState = Problem.builder(TFloat64.class).field(Fixtures.field((tf, t, z) -> z));
        assertThrows(IllegalStateException.class, withoutState::build);
    }

    @Test
    void shapesAreStatic() {
        var builder =
                Problem.builder(TFloat64.class).state("z", Shape.of(-1, 2)).field(Fixtures.field((tf, t, z) -> z));
        assertThrows(IllegalArgumentException.class, builder::build);
    }

    /** Parts of the adjoint system are called after those of the state: "a_z" to "z", "a_t" to time. */
    @Test
    void namesThatLookLikeAdjointsDoNotMixUpGradients() {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("t", Shape.of(1))
                .state("a_t", Shape.of(1))
                .field((tf, t, y, theta) -> NamedOperands.of("t", tf.math.neg(y.get("t")), "a_t", y.get("a_t")))
                .build();
        try (OdeSolver<TFloat64> solver =
                Solver.create().withTolerances(1e-8, 1e-10).compile(problem, ExecutionOptions.NATIVE_CPU)) {
            Solution solution =
                    solver.solve(Map.of("t", new double[] {1}, "a_t", new double[] {1}), new double[] {0, 1}, Map.of());
            Gradient gradient =
                    solver.gradient(solution, Map.of("t", new double[] {0, 1}, "a_t", new double[] {0, 1}), Map.of());
            assertEquals(Math.exp(-1), gradient.state("t")[0], 1e-6);
            assertEquals(Math.exp(1), gradient.state("a_t")[0], 1e-6);
        }
    }
}
