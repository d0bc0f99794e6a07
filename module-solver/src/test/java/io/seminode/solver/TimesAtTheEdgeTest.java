package io.seminode.solver;

import static io.seminode.solver.support.Fixtures.assertClose;

import io.seminode.solver.norm.Norms;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/** Gradients where output times are equal, where there is no step at all, and where the field jumps in time; closed forms. */
class TimesAtTheEdgeTest {
    private static final double[][] FOUR_TIMES = {
        {0, 0, 1, 1}, {1, 1, 0, 0}, {0, 0, 0, 1}, {1, 0, 0, 0}, {0.7, 0.7, 0.7, 0.7}, {0, 0.3, 0.3, 1}
    };
    private static final double Y0 = 1.5;
    private static final double RATE = 0.9;
    private static final double[] WEIGHTS = {0.7, -1.3, 0.4, 2.1};

    /** y' = -k y. */
    private static final Problem<TFloat64> DECAY = Problem.builder(TFloat64.class)
            .state("y", Shape.of(2))
            .samples()
            .parameter("k", Shape.scalar())
            .field((tf, t, y, theta) -> NamedOperands.of("y", tf.math.neg(tf.math.mul(theta.get("k"), y.get("y")))))
            .build();

    private static Stream<Object[]> ways() {
        List<Object[]> ways = new ArrayList<>();
        for (Adjoint adjoint : Adjoint.values()) {
            for (AdjointMode mode : AdjointMode.values()) {
                for (String norm : List.of("default", "seminorm")) {
                    ways.add(new Object[] {adjoint, mode, norm});
                }
            }
        }
        return ways.stream();
    }

    private static Solver solver(Adjoint adjoint, AdjointMode mode, String norm) {
        return Solver.create()
                .withTolerances(1e-9, 1e-11)
                .withAdjoint(adjoint)
                .withMode(mode)
                .withNorm(Norms.load().get(norm));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void equalTimes(Adjoint adjoint, AdjointMode mode, String norm) {
        try (OdeSolver<TFloat64> ode = solver(adjoint, mode, norm).compile(DECAY)) {
            for (double[] times : FOUR_TIMES) {
                assertDecay(ode, times);
            }
        }
    }

    @Test
    void equalTimesWithStepsPerSample() {
        Solver solver =
                solver(Adjoint.CHECKPOINTED, AdjointMode.LAZY, "default").withBatching(Batching.PER_SAMPLE);
        try (OdeSolver<TFloat64> ode = solver.compile(DECAY)) {
            for (double[] times : FOUR_TIMES) {
                assertDecay(ode, times);
            }
        }
    }

    /** Several times, since memory that was never written may happen to be zero. */
    @ParameterizedTest
    @MethodSource("ways")
    void withoutSteps(Adjoint adjoint, AdjointMode mode, String norm) {
        try (OdeSolver<TFloat64> ode = solver(adjoint, mode, norm).compile(DECAY)) {
            for (int i = 0; i < 6; i++) {
                assertDecay(ode, 0.7, 0.7);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void withOneTime(Adjoint adjoint) {
        try (OdeSolver<TFloat64> ode =
                solver(adjoint, AdjointMode.LAZY, "seminorm").compile(DECAY)) {
            assertDecay(ode, 0.7);
        }
    }

    private static void assertDecay(OdeSolver<TFloat64> ode, double... times) {
        int n = times.length;
        double[] cotangents = new double[2 * n];
        double[] byTimes = new double[n];
        double byState = 0;
        double byRate = 0;
        for (int i = 0; i < n; i++) {
            cotangents[2 * i] = WEIGHTS[i];
            cotangents[2 * i + 1] = -2 * WEIGHTS[i];
            double decay = Math.exp(-RATE * (times[i] - times[0]));
            // The second component starts at -1: the loss weighs Y0 + 2.
            double weighted = WEIGHTS[i] * (Y0 + 2) * decay;
            byState += WEIGHTS[i] * decay;
            byRate -= (times[i] - times[0]) * weighted;
            if (i > 0) {
                byTimes[i] = -RATE * weighted;
                byTimes[0] += RATE * weighted;
            }
        }
        Map<String, double[]> k = Map.of("k", new double[] {RATE});
        Solution solution = ode.solve(Map.of("y", new double[] {Y0, -1}), times, k);
        Gradient gradient = ode.gradientWithTimes(solution, Map.of("y", cotangents), k);
        String where = Arrays.toString(times);
        assertClose(new double[] {byState, -2 * byState}, gradient.state("y"), 1e-7, 1e-8, "by state at " + where);
        assertClose(new double[] {byRate}, gradient.parameter("k"), 1e-7, 1e-8, "by k at " + where);
        assertClose(byTimes, gradient.times(), 1e-7, 1e-8, "by times at " + where);
    }

    /**
     * y' = 2 [t > 1/2] - y, y(0) = 3, so that y(1) = 3 e^(t0 - 1) + 2 (1 - e^(-1/2)): the derivative by t0 is 3 / e, whether or
     * not the jump is declared.
     */
    private static Problem<TFloat64> switched(double... declared) {
        return Problem.builder(TFloat64.class)
                .jumpTimes(declared)
                .state("y", Shape.scalar())
                .field((tf, t, y, theta) -> {
                    Operand<TFloat64> on =
                            tf.select(tf.math.greater(t, tf.constant(0.5)), tf.constant(2.0), tf.constant(0.0));
                    return NamedOperands.of("y", tf.math.sub(on, y.get("y")));
                })
                .build();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void fieldThatJumps(Adjoint adjoint, AdjointMode mode, String norm) {
        assertByFirstTime(solver(adjoint, mode, norm).withTolerances(1e-8, 1e-10), switched(0.5), "declared");
    }

    @ParameterizedTest
    @EnumSource
    void fieldThatJumpsUnderTheOtherNorms(AdjointMode mode) {
        for (String norm : List.of("seminorm-t", "rms", "linf")) {
            Solver solver = solver(Adjoint.BACKSOLVE, mode, norm).withTolerances(1e-8, 1e-10);
            assertByFirstTime(solver.withSteps(s -> s.withJumpTimes(0.5)), switched(), "declared to the solver");
        }
    }

    /** Time enters by a comparison, by rounding, by a table. */
    @ParameterizedTest
    @EnumSource
    void fieldThatJumpsWithoutSayingSo(AdjointMode mode) {
        Solver solver = solver(Adjoint.BACKSOLVE, mode, "default").withTolerances(1e-6, 1e-8);
        assertByFirstTime(solver, switched(), "by a comparison");
        assertByFirstTime(solver, forced((tf, t) -> tf.math.mul(tf.constant(2.0), tf.math.floor(t))), "by rounding");
        assertByFirstTime(
                solver,
                forced((tf, t) -> tf.gather(
                        tf.constant(new double[] {0, 2, 2}), tf.dtypes.cast(t, TInt32.class), tf.constant(0))),
                "by a table");
    }

    /** y' = g(t + 1/2) - y. */
    private static Problem<TFloat64> forced(BiFunction<Ops, Operand<TFloat64>, Operand<TFloat64>> g) {
        return Problem.builder(TFloat64.class)
                .state("y", Shape.scalar())
                .field((tf, t, y, theta) ->
                        NamedOperands.of("y", tf.math.sub(g.apply(tf, tf.math.add(t, tf.constant(0.5))), y.get("y"))))
                .build();
    }

    private static void assertByFirstTime(Solver solver, Problem<TFloat64> problem, String what) {
        try (OdeSolver<TFloat64> ode = solver.compile(problem, ExecutionOptions.NATIVE_CPU)) {
            Solution solution = ode.solve(Map.of("y", new double[] {3}), new double[] {0, 1}, Map.of());
            Gradient gradient = ode.gradientWithTimes(solution, Map.of("y", new double[] {0, 1}), Map.of());
            assertClose(
                    new double[] {3 / Math.E},
                    Arrays.copyOf(gradient.times(), 1),
                    1e-5,
                    1e-5,
                    "by the first time, jump " + what);
        }
    }
}
