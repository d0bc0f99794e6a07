package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.norm.DefaultNorm;
import io.seminode.solver.norm.MaximumNorm;
import io.seminode.solver.norm.PooledRms;
import io.seminode.solver.norm.PooledRmsSeminorm;
import io.seminode.solver.norm.Seminorm;
import io.seminode.solver.problem.Event;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.state.Role;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** Forward, what comes out and what steers is measured: integrals that are results, and those that events read. */
class ForwardNormTest {
    private static final Solver SEMINORM = Solver.create().withNorms(new Seminorm(), new Seminorm());
    private static final Map<String, double[]> START = Map.of("z", new double[] {1}, "q", new double[] {0});

    /** The zero of t + 0.9 (1 - cos 40 t) / 40 - 5, by bisection. */
    private static final double DOSE_REACHED = 4.9561958688598;

    /** z' = -0.1 z beside a dose q' = 1 + 0.9 sin 40 t. */
    private static Problem.Builder<TFloat64> dose() {
        return Problem.builder(TFloat64.class)
                .state("z", Shape.of(1))
                .state("q", Shape.of(1))
                .field((tf, t, y, p) -> {
                    Operand<TFloat64> wave = tf.math.sin(tf.math.mul(tf.constant(40.0), t));
                    Operand<TFloat64> rate = tf.math.add(tf.constant(1.0), tf.math.mul(tf.constant(0.9), wave));
                    return NamedOperands.of(
                            "z",
                            tf.math.mul(y.get("z"), tf.constant(-0.1)),
                            "q",
                            tf.math.mul(tf.onesLike(y.get("q")), rate));
                });
    }

    private static final Event<TFloat64> FULL = Event.<TFloat64>of(
                    "full", (tf, t, y, p) -> tf.math.sub(y.get("q"), tf.constant(5.0)))
            .rising();

    private static Solution solve(Solver solver, Problem<TFloat64> problem, double... times) {
        try (OdeSolver<TFloat64> ode = solver.compile(problem)) {
            return ode.solve(START, times, Map.of());
        }
    }

    /** What the time of the event and the state after it are wrong by. */
    private static double error(Solver solver) {
        Event<TFloat64> jump = FULL.resetting((tf, t, y, p) ->
                NamedOperands.of("z", tf.math.add(y.get("z"), tf.constant(5.0)), "q", tf.identity(y.get("q"))));
        Solution solution = solve(solver, dose().event(jump).build(), 0, 8);
        double after = Math.exp(-0.8) + 5 * Math.exp(-0.1 * (8 - DOSE_REACHED));
        double time = solution.events().get(0).time();
        return Math.max(Math.abs(time - DOSE_REACHED), Math.abs(solution.last("z")[0] - after));
    }

    @ParameterizedTest
    @CsvSource({"1e-6, 5e-5", "1e-9, 5e-8"})
    void eventThatReadsAnIntegralIsLocatedToTheTolerance(double tolerance, double bound) {
        assertEquals(0, error(Solver.create().withTolerances(tolerance, tolerance)), bound);
        assertEquals(0, error(SEMINORM.withTolerances(tolerance, tolerance)), bound, "though the norm asks for roles");
        Solver faithful = SEMINORM.withMode(AdjointMode.FAITHFUL);
        assertEquals(0, error(faithful.withTolerances(tolerance, tolerance)), bound, "faithful");
    }

    private static Role roleOfQ(Problem<TFloat64> problem) {
        return problem.parts().stream()
                .filter(p -> p.name().equals("q"))
                .map(Part::role)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatSteersTheSolveIsCoupled() {
        Event<TFloat64> noon = Event.of("noon", (tf, t, y, p) -> tf.math.sub(t, tf.constant(3.0)));
        assertEquals(Role.QUADRATURE, roleOfQ(dose().build()));
        assertEquals(Role.COUPLED, roleOfQ(dose().event(FULL).build()), "read by the event");
        assertEquals(Role.QUADRATURE, roleOfQ(dose().event(noon).build()), "read by nothing");
        Event<TFloat64> handsOn = noon.resetting(
                (tf, t, y, p) -> NamedOperands.of("z", tf.math.neg(y.get("z")), "q", tf.identity(y.get("q"))));
        assertEquals(Role.QUADRATURE, roleOfQ(dose().event(handsOn).build()), "handed on by the jump");
        Event<TFloat64> takesUp = noon.resetting((tf, t, y, p) ->
                NamedOperands.of("z", tf.math.add(y.get("z"), y.get("q")), "q", tf.zerosLike(y.get("q"))));
        assertEquals(Role.COUPLED, roleOfQ(dose().event(takesUp).build()), "read by the jump");
    }

    @Test
    void declarationThatAnEventContradicts() {
        Problem.Builder<TFloat64> builder = Problem.builder(TFloat64.class)
                .state("q", Shape.of(1), Role.QUADRATURE)
                .field((tf, t, y, p) -> NamedOperands.of("q", tf.onesLike(y.get("q"))))
                .event(FULL);
        IllegalArgumentException found = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(String.valueOf(found.getMessage()).contains("an event makes it COUPLED"), found.getMessage());
    }

    /** An integral over a narrow bell of area 1 beside a part that asks for long steps. */
    @ParameterizedTest
    @EnumSource
    void integralThatIsTheResultKeepsTheTolerance(AdjointMode mode) {
        double width = 0.01;
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", Shape.of(1))
                .state("q", Shape.of(1))
                .field((tf, t, y, p) -> {
                    Operand<TFloat64> x = tf.math.div(tf.math.sub(t, tf.constant(0.5)), tf.constant(width));
                    Operand<TFloat64> bell = tf.math.mul(
                            tf.math.exp(tf.math.mul(tf.constant(-0.5), tf.math.square(x))),
                            tf.constant(1 / (width * Math.sqrt(2 * Math.PI))));
                    return NamedOperands.of(
                            "z", tf.math.neg(y.get("z")), "q", tf.math.mul(tf.onesLike(y.get("q")), bell));
                })
                .build();
        Solver solver = Solver.create().withTolerances(1e-9, 1e-9).withMode(mode);
        assertEquals(1, solve(solver, problem, 0, 1).last("q")[0], 1e-7);
        assertEquals(1, solve(solver.withNorm("seminorm"), problem, 0, 1).last("q")[0], 1e-7);
        // Who asks for it can still leave it unmeasured.
        Solver unmeasured = solver.withNorms(new Seminorm(), new Seminorm());
        assertTrue(solve(unmeasured, problem, 0, 1).statistics().evaluations()
                < solve(solver, problem, 0, 1).statistics().evaluations());
    }

    @Test
    void normOfTheBackwardSolveLeavesTheForwardOneMeasured() {
        Solver solver = Solver.create();
        assertEquals("default", solver.norms().forward().name());
        assertEquals("seminorm", solver.norms().adjoint().name());
        Solver pooled = solver.withNorm(new PooledRms());
        assertEquals("rms", pooled.norms().forward().name());
        assertEquals(
                "rms",
                pooled.withNorm(new PooledRmsSeminorm()).norms().forward().name());
        assertEquals(
                "seminorm", SEMINORM.withNorm(new Seminorm()).norms().forward().name());
        assertEquals(
                "linf", SEMINORM.withNorm(new MaximumNorm()).norms().forward().name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"seminorm", "seminorm-t", "rms-seminorm"})
    void seminormByNameIsOneForGradients(String name) {
        Solver solver = Solver.create().withNorm(name);
        assertEquals(new DefaultNorm().name(), solver.norms().forward().name());
        assertEquals(name, solver.norms().adjoint().name());
    }
}
