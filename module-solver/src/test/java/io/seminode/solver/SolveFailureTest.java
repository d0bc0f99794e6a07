package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.norm.DefaultNorm;
import io.seminode.solver.norm.Seminorm;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.support.Fixtures;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.InterruptedCallException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** A solve that cannot be finished says why, where, and what it has until then. */
class SolveFailureTest {
    private static final Shape ONE = Shape.of(1);
    private static final Map<String, double[]> START = Map.of("z", new double[] {1});

    /** sqrt(1 - t), for one element: not a number past t = 1. */
    private static Operand<TFloat64> until1(Ops tf, Operand<TFloat64> t) {
        return tf.reshape(tf.math.sqrt(tf.math.sub(tf.constant(1.0), t)), tf.constant(new int[] {1}));
    }

    private static <E extends SolveException> E failure(
            Class<E> type, Solver solver, Problem<TFloat64> problem, Map<String, double[]> y0, double... times) {
        try (OdeSolver<TFloat64> compiled = solver.compile(problem, ExecutionOptions.NATIVE_CPU)) {
            E failure = assertThrows(type, () -> compiled.solve(y0, times, Map.of()));
            SolveStatistics statistics = failure.statistics();
            Solution partial = failure.partialSolution();
            assertNotNull(partial, "a forward failure carries what was reached");
            assertEquals(statistics.accepted(), partial.statistics().accepted());
            assertEquals(
                    2 + 6 * (statistics.accepted() + statistics.rejected()), statistics.evaluations(), "evaluations");
            assertArrayEquals(java.util.Arrays.copyOf(times, partial.times().length), partial.times());
            for (String part : partial.parts()) {
                for (int i = 0; i < partial.times().length; i++) {
                    assertTrue(
                            java.util.Arrays.stream(partial.get(part, i)).allMatch(Double::isFinite),
                            "what was reached is finite");
                }
            }
            return failure;
        }
    }

    @ParameterizedTest
    @EnumSource
    void fieldThatIsNotANumberAtTheStart(AdjointMode mode) {
        Problem<TFloat64> problem = Fixtures.problem(ONE, (tf, t, z) -> tf.math.sqrt(tf.math.sub(z, tf.constant(2.0))));
        NonFiniteException e =
                failure(NonFiniteException.class, Solver.create().withMode(mode), problem, START, 3, 4, 5);
        assertEquals("z", e.part());
        assertEquals(3, e.time());
        assertEquals(0, e.statistics().accepted());
        assertArrayEquals(new double[] {3}, e.partialSolution().times());
        assertArrayEquals(new double[] {1}, e.partialSolution().last("z"));
    }

    /** Near zero a step of any size changes the time, so that "it does not any more" would take hundreds of steps. */
    @ParameterizedTest
    @EnumSource
    void fieldThatIsNotANumberAtTimeZeroIsFoundInFewSteps(AdjointMode mode) {
        Problem<TFloat64> problem = Fixtures.problem(ONE, (tf, t, z) -> tf.math.sqrt(tf.math.sub(z, tf.constant(2.0))));
        NonFiniteException e = failure(NonFiniteException.class, Solver.create().withMode(mode), problem, START, 0, 1);
        assertEquals(0, e.time());
        assertTrue(e.statistics().rejected() < 30, e.statistics().rejected() + " rejected steps");
    }

    @ParameterizedTest
    @EnumSource
    void fieldThatIsNotANumberFromSomeTimeOn(AdjointMode mode) {
        Problem<TFloat64> problem =
                Fixtures.problem(ONE, (tf, t, z) -> tf.math.sub(until1(tf, t), tf.math.mul(tf.constant(0.1), z)));
        NonFiniteException e =
                failure(NonFiniteException.class, Solver.create().withMode(mode), problem, START, 0, 0.5, 0.75, 2, 3);
        assertEquals("z", e.part());
        assertEquals(1, e.time(), 1e-6);
        assertTrue(e.time() < 1 + 1e-12, "the field is not a number beyond");
        assertTrue(e.statistics().accepted() > 0 && e.statistics().rejected() > 0);
        assertEquals(3, e.partialSolution().times().length);
        assertTrue(e.getMessage().contains("\"z\""), e.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void fieldThatIsNotANumberInReversedTime(AdjointMode mode) {
        Problem<TFloat64> problem = Fixtures.problem(
                ONE, (tf, t, z) -> tf.math.sub(until1(tf, tf.math.neg(t)), tf.math.mul(tf.constant(0.1), z)));
        NonFiniteException e =
                failure(NonFiniteException.class, Solver.create().withMode(mode), problem, START, 0, -0.5, -2);
        assertEquals(-1, e.time(), 1e-6);
        assertEquals(2, e.partialSolution().times().length);
    }

    /** The part that fails is the second of two, and the first stays as it should. */
    @ParameterizedTest
    @EnumSource
    void failureNamesThePart(AdjointMode mode) {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", ONE)
                .state("w", ONE)
                .field((tf, t, y, theta) ->
                        NamedOperands.of("z", tf.math.neg(y.get("z")), "w", tf.math.sub(until1(tf, t), y.get("w"))))
                .build();
        NonFiniteException e = failure(
                NonFiniteException.class,
                Solver.create().withMode(mode),
                problem,
                Fixtures.values("z", new double[] {1}, "w", new double[] {1}),
                0,
                2);
        assertEquals("w", e.part());
        assertEquals(1, e.time(), 1e-6);
    }

    /** The first part fails and spoils the second, which depends on it. */
    @Test
    void failureNamesTheFirstOfSeveralParts() {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", ONE)
                .state("w", ONE)
                .field((tf, t, y, theta) ->
                        NamedOperands.of("z", tf.math.sub(until1(tf, t), y.get("z")), "w", tf.math.neg(y.get("z"))))
                .build();
        NonFiniteException e = failure(
                NonFiniteException.class,
                Solver.create().withNorm(new DefaultNorm()),
                problem,
                Fixtures.values("z", new double[] {1}, "w", new double[] {1}),
                0,
                2);
        assertEquals("z", e.part());
    }

    /** No norm looks at the quadrature under the seminorm; what is not a number is found all the same. */
    @ParameterizedTest
    @EnumSource
    void quadratureThatIsNotMeasuredFailsToo(AdjointMode mode) {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", ONE)
                .state("q", ONE)
                .field((tf, t, y, theta) -> NamedOperands.of("z", tf.math.neg(y.get("z")), "q", until1(tf, t)))
                .build();
        NonFiniteException e = failure(
                NonFiniteException.class,
                Solver.create().withMode(mode),
                problem,
                Fixtures.values("z", new double[] {1}, "q", new double[] {0}),
                0,
                0.5,
                2);
        assertEquals("q", e.part());
        assertEquals(1, e.time(), 1e-6);
        assertEquals(2, e.partialSolution().times().length);
    }

    @Test
    void singularityIsAStepTooSmall() {
        Problem<TFloat64> problem = Fixtures.problem(ONE, (tf, t, z) -> tf.math.square(z));
        StepTooSmallException e =
                failure(StepTooSmallException.class, Solver.create(), problem, START, 0, 0.25, 0.5, 2);
        assertEquals(1, e.time(), 1e-2);
        assertTrue(e.step() < 1e-12, "step " + e.step());
        assertEquals(3, e.partialSolution().times().length);
        assertEquals(2, e.partialSolution().last("z")[0], 1e-2);
    }

    @ParameterizedTest
    @EnumSource
    void limitOnSteps(AdjointMode mode) {
        Problem<TFloat64> problem = Fixtures.problem(ONE, (tf, t, z) -> tf.math.mul(z, tf.math.cos(t)));
        TooManyStepsException e = failure(
                TooManyStepsException.class,
                Solver.create().withMode(mode).withMaxSteps(7),
                problem,
                START,
                0,
                1e-3,
                100);
        assertEquals(7, e.statistics().accepted() + e.statistics().rejected());
        assertTrue(e.time() > 0 && e.time() < 100);
        assertTrue(e.step() > 0);
        assertEquals(2, e.partialSolution().times().length);
    }

    /** With an integral that is not measured every step ends at an output time: the limit counts for the whole solve, not for each output. */
    @Test
    void limitOnStepsHoldsAcrossOutputTimes() {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", ONE)
                .state("q", ONE)
                .field((tf, t, y, theta) -> NamedOperands.of("z", tf.math.neg(y.get("z")), "q", y.get("z")))
                .build();
        double[] times = java.util.stream.IntStream.range(0, 40)
                .mapToDouble(i -> 1e-4 * i)
                .toArray();
        TooManyStepsException e = failure(
                TooManyStepsException.class,
                Solver.create().withNorms(new Seminorm(), new Seminorm()).withMaxSteps(7),
                problem,
                Fixtures.values("z", new double[] {1}, "q", new double[] {0}),
                times);
        assertEquals(7, e.statistics().accepted() + e.statistics().rejected());
        assertTrue(e.partialSolution().times().length <= 8);
    }

    @Test
    void limitThatIsJustEnoughIsEnough() {
        Problem<TFloat64> problem = Fixtures.problem(ONE, (tf, t, z) -> tf.math.mul(z, tf.math.cos(t)));
        double[] times = {0, 1, 2};
        SolveStatistics needed;
        try (OdeSolver<TFloat64> solver = Solver.create().compile(problem, ExecutionOptions.NATIVE_CPU)) {
            needed = solver.solve(START, times, Map.of()).statistics();
        }
        int steps = (int) (needed.accepted() + needed.rejected());
        try (OdeSolver<TFloat64> solver =
                Solver.create().withMaxSteps(steps).compile(problem, ExecutionOptions.NATIVE_CPU)) {
            assertEquals(needed, solver.solve(START, times, Map.of()).statistics());
        }
        failure(TooManyStepsException.class, Solver.create().withMaxSteps(steps - 1), problem, START, times);
    }

    /** Shrinking a step from 1e-6 down to nothing at t = 0 takes hundreds of trials: the cause is still what is said. */
    @Test
    void notANumberIsNotCalledTooManySteps() {
        Problem<TFloat64> problem = Fixtures.problem(ONE, (tf, t, z) -> tf.math.sqrt(tf.math.sub(z, tf.constant(2.0))));
        NonFiniteException e =
                failure(NonFiniteException.class, Solver.create().withMaxSteps(50), problem, START, 0, 1);
        assertEquals(0, e.time());
    }

    /** z' = sqrt(z) rests at 0, where its derivative is infinite: only the way back fails. */
    @ParameterizedTest
    @EnumSource
    void backwardFailureNamesThePartOfTheAdjointSystem(AdjointMode mode) {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("q", ONE)
                .state("z", ONE)
                .field((tf, t, y, theta) -> NamedOperands.of("q", y.get("z"), "z", tf.math.sqrt(y.get("z"))))
                .build();
        try (OdeSolver<TFloat64> solver =
                Solver.create().withMode(mode).compile(problem, ExecutionOptions.NATIVE_CPU)) {
            Map<String, double[]> y0 = Fixtures.values("q", new double[] {0}, "z", new double[] {0});
            Solution solution = solver.solve(y0, new double[] {3, 4}, Map.of());
            Map<String, double[]> cotangents = Fixtures.values("q", new double[] {0, 1}, "z", new double[] {0, 1});
            List<Executable> ways = List.of(
                    () -> solver.gradient(solution, cotangents, Map.of()),
                    () -> solver.gradientWithTimes(solution, cotangents, Map.of()));
            for (Executable way : ways) {
                SolveException failure = assertThrows(SolveException.class, way);
                assertEquals(
                        "a_z",
                        assertInstanceOf(NonFiniteException.class, failure).part());
                assertEquals(4, failure.time());
                assertNull(failure.partialSolution());
            }
        }
    }

    @Test
    void solverCanBeUsedAfterAFailure() {
        Problem<TFloat64> problem = Fixtures.problem(ONE, (tf, t, z) -> tf.math.square(z));
        try (OdeSolver<TFloat64> solver = Solver.create().compile(problem, ExecutionOptions.NATIVE_CPU)) {
            double[] fine = {0, 0.5};
            Solution before = solver.solve(START, fine, Map.of());
            assertThrows(SolveException.class, () -> solver.solve(START, new double[] {0, 2}, Map.of()));
            Solution after = solver.solve(START, fine, Map.of());
            assertArrayEquals(before.last("z"), after.last("z"));
            assertEquals(before.statistics(), after.statistics());
        }
    }

    /** So short a time is over at once: the outputs until then are there. */
    @ParameterizedTest
    @EnumSource
    void timeLimitGivesWhatWasReached(AdjointMode mode) {
        Problem<TFloat64> problem = Fixtures.problem(ONE, (tf, t, z) -> tf.math.neg(z));
        Solver solver = Solver.create().withMode(mode).withTimeLimit(Duration.ofNanos(1));
        TimeLimitException e = failure(TimeLimitException.class, solver, problem, START, 0, 1e-6, 100);
        assertArrayEquals(new double[] {0, 1e-6}, e.partialSolution().times());
        assertEquals(2, e.statistics().accepted(), "one to the second output, one that sees the clock");
        assertTrue(e.getMessage().contains("withTimeLimit"), e.getMessage());
    }

    /** z' = -w z: the adjoint is e^(-w (T - t)) where it stands, and what w gathers on the way is -z(T) a second. */
    private static final Problem<TFloat64> DECAY = Problem.builder(TFloat64.class)
            .state("z", ONE)
            .parameter("w", ONE)
            .field((tf, t, y, theta) -> y.map(z -> tf.math.neg(tf.math.mul(theta.get("w"), z))))
            .build();

    private static final Map<String, double[]> RATE = Map.of("w", new double[] {0.5});
    private static final Map<String, double[]> OF_THE_END = Map.of("z", new double[] {0, 1});

    private static <E extends SolveException> E backwardFailure(
            Class<E> type, Solver good, Solver limited, Problem<TFloat64> problem, double end) {
        try (OdeSolver<TFloat64> forward = good.compile(problem);
                OdeSolver<TFloat64> backward = limited.compile(problem)) {
            Solution solution = forward.solve(START, new double[] {0, end}, RATE);
            return assertThrows(type, () -> backward.gradient(solution, OF_THE_END, RATE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void timeLimitHoldsBackwardToo(Adjoint adjoint) {
        Solver solver = Solver.create().withAdjoint(adjoint);
        SolveException e = backwardFailure(
                TimeLimitException.class, solver, solver.withTimeLimit(Duration.ofNanos(1)), DECAY, 100);
        assertNotNull(e.partialGradient());
        assertTrue(e.time() > 0, "went to the end: " + e.time());
        assertTrue(e.statistics().accepted() <= 1, e.statistics().toString());
    }

    /** The derivative of the root of w is infinite at 0: a_z is constant, the integral by w alone fails. */
    @Test
    void integralThatIsNotANumberIsNamedByItsParameter() {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", ONE)
                .parameter("v", ONE)
                .parameter("w", ONE)
                .field((tf, t, y, theta) ->
                        NamedOperands.of("z", tf.math.add(theta.get("v"), tf.math.sqrt(theta.get("w")))))
                .build();
        Map<String, double[]> parameters = Fixtures.values("v", new double[] {1}, "w", new double[] {0});
        Solver solver = Solver.create().withAdjoint(Adjoint.INTERPOLATING);
        try (OdeSolver<TFloat64> compiled = solver.compile(problem)) {
            Solution solution = compiled.solve(START, new double[] {0, 1}, parameters);
            Map<String, double[]> cotangents = Fixtures.values("z", 0, 1);
            NonFiniteException e =
                    assertThrows(NonFiniteException.class, () -> compiled.gradient(solution, cotangents, parameters));
            assertEquals("a_theta.w", e.part());
            assertEquals(1, e.time());
        }
    }

    @Test
    void backwardFailureCarriesTheGradientUntilThen() {
        Solver solver = Solver.create().withTolerances(1e-8, 1e-10);
        double end = 10;
        SolveException e = backwardFailure(TooManyStepsException.class, solver, solver.withMaxSteps(6), DECAY, end);
        Gradient partial = e.partialGradient();
        assertNotNull(partial);
        assertTrue(e.time() > 0 && e.time() < end, "on the way: " + e.time());
        double back = end - e.time();
        assertEquals(Math.exp(-0.5 * back), partial.state("z")[0], 1e-6);
        assertEquals(-back * Math.exp(-0.5 * end), partial.parameter("w")[0], 1e-6);
        assertEquals(e.statistics(), partial.statistics());
    }

    @Test
    void ampleTimeLimitChangesNothing() {
        Problem<TFloat64> problem = Fixtures.problem(ONE, (tf, t, z) -> tf.math.neg(z));
        Solver solver = Solver.create();
        try (OdeSolver<TFloat64> unlimited = solver.compile(problem);
                OdeSolver<TFloat64> limited =
                        solver.withTimeLimit(Duration.ofHours(1)).compile(problem)) {
            double[] expected =
                    unlimited.solve(START, new double[] {0, 3}, Map.of()).last("z");
            assertArrayEquals(
                    expected,
                    limited.solve(START, new double[] {0, 3}, Map.of()).last("z"));
        }
    }

    @Test
    void timeLimitNeedsAnEngineWithAClock() {
        Problem<TFloat64> problem = Fixtures.problem(ONE, (tf, t, z) -> tf.math.neg(z));
        Solver solver = Solver.create().withTimeLimit(Duration.ofSeconds(1));
        assertThrows(IllegalArgumentException.class, () -> solver.compile(problem, ExecutionOptions.XLA_CPU));
        assertThrows(IllegalArgumentException.class, () -> Solver.create().withTimeLimit(Duration.ZERO));
    }

    @Test
    void interruptedThreadSolvesNothingMore() {
        Problem<TFloat64> problem = Fixtures.problem(ONE, (tf, t, z) -> tf.math.neg(z));
        try (OdeSolver<TFloat64> compiled = Solver.create().compile(problem)) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedCallException.class, () -> compiled.solve(START, new double[] {0, 1}, Map.of()));
            assertTrue(Thread.interrupted(), "the flag stays set");
            assertEquals(
                    Math.exp(-1),
                    compiled.solve(START, new double[] {0, 1}, Map.of()).last("z")[0],
                    1e-3);
        }
    }
}
