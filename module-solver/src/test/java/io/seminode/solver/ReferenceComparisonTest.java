package io.seminode.solver;

import static io.seminode.solver.support.Fixtures.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.method.ButcherTableau;
import io.seminode.solver.method.DormandPrince5;
import io.seminode.solver.method.Method;
import io.seminode.solver.method.RungeKutta;
import io.seminode.solver.norm.DefaultNorm;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.state.Part;
import io.seminode.solver.support.Fixtures;
import io.seminode.solver.support.ReferenceSolver;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** The compiled solve in faithful mode against the same algorithm in plain Java: every step, every value. */
class ReferenceComparisonTest {
    private static final DormandPrince5 DOPRI5 = new DormandPrince5();

    /** A problem written twice, with its first state and output times. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Case(
            String name,
            Problem<TFloat64> problem,
            ReferenceSolver.Field field,
            double[] y0,
            double[] times,
            double rtol) {
        @Override
        public String toString() {
            return name;
        }

        Case reversed() {
            double[] backward = new double[times.length];
            for (int i = 0; i < backward.length; i++) {
                backward[i] = times[times.length - 1 - i];
            }
            return new Case(name + ", reversed", problem, field, y0, backward, rtol);
        }
    }

    private static Stream<Case> cases() {
        return Stream.of(harmonic(), lotkaVolterra(), vanDerPol(), forced());
    }

    private static Case harmonic() {
        Problem<TFloat64> problem = Fixtures.problem(
                Shape.of(1, 2), (tf, t, z) -> tf.linalg.matMul(z, tf.constant(new double[][] {{0, -4}, {1, 0}})));
        return new Case(
                "harmonic oscillator",
                problem,
                (t, y) -> new double[] {y[1], -4 * y[0]},
                new double[] {1, 0.5},
                new double[] {0, 0.3, 1.7, 1.75, 5},
                1e-6);
    }

    private static Case lotkaVolterra() {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("prey", Shape.scalar())
                .state("predator", Shape.scalar())
                .field((tf, t, y, theta) -> {
                    Operand<TFloat64> meetings = tf.math.mul(y.get("prey"), y.get("predator"));
                    return NamedOperands.of(
                            "prey", tf.math.sub(scaled(tf, 1.5, y.get("prey")), meetings),
                            "predator", tf.math.sub(meetings, scaled(tf, 3, y.get("predator"))));
                })
                .build();
        return new Case(
                "Lotka-Volterra",
                problem,
                (t, y) -> new double[] {1.5 * y[0] - y[0] * y[1], y[0] * y[1] - 3 * y[1]},
                new double[] {2, 1},
                new double[] {0, 1, 2, 6},
                1e-5);
    }

    private static Case vanDerPol() {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("x", Shape.of(1))
                .state("v", Shape.of(1))
                .field((tf, t, y, theta) -> {
                    Operand<TFloat64> x = y.get("x");
                    Operand<TFloat64> damping = tf.math.sub(tf.constant(1.0), tf.math.square(x));
                    return NamedOperands.of(
                            "x", y.get("v"),
                            "v", tf.math.sub(scaled(tf, 2, tf.math.mul(damping, y.get("v"))), x));
                })
                .build();
        return new Case(
                "van der Pol, mu = 2",
                problem,
                (t, y) -> new double[] {y[1], 2 * (1 - y[0] * y[0]) * y[1] - y[0]},
                new double[] {0.4, 0.1},
                new double[] {-0.2, 0.9, 1.3},
                1e-4);
    }

    private static Case forced() {
        Problem<TFloat64> problem = Fixtures.problem(
                Shape.of(3, 1),
                (tf, t, z) ->
                        tf.math.add(tf.math.mul(z, tf.math.sin(tf.math.mul(t, tf.constant(3.0)))), tf.math.square(t)));
        return new Case(
                "forced, time-dependent",
                problem,
                (t, y) -> Arrays.stream(y).map(v -> v * Math.sin(3 * t) + t * t).toArray(),
                new double[] {1, -2, 0.3},
                new double[] {-1, -0.5, 2.5},
                1e-7);
    }

    private static Operand<TFloat64> scaled(Ops tf, double factor, Operand<TFloat64> x) {
        return tf.math.mul(tf.constant(factor), x);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nativeEngineStepsLikeTheReference(Case test) {
        assertSameSolve(test, DOPRI5, ExecutionOptions.NATIVE_CPU);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void xlaEngineStepsLikeTheReference(Case test) {
        assertSameSolve(test, DOPRI5, ExecutionOptions.XLA_CPU);
    }

    /** Heun's method with Euler's inside: its last stage is not the first of the next step. */
    @ParameterizedTest
    @MethodSource("cases")
    void methodWithoutFsalStepsLikeTheReference(Case test) {
        ButcherTableau heun = new ButcherTableau(
                2,
                new double[] {0, 1},
                new double[][] {{}, {1}},
                new double[] {0.5, 0.5},
                new double[] {0.5, -0.5},
                new double[] {0.5, 0});
        assertSameSolve(loosened(test), new NamedMethod(heun), ExecutionOptions.NATIVE_CPU);
    }

    private static Case loosened(Case test) {
        return new Case(test.name(), test.problem(), test.field(), test.y0(), test.times(), 1e-3);
    }

    private record NamedMethod(ButcherTableau tableau) implements RungeKutta {
        @Override
        public String name() {
            return "heun";
        }

        @Override
        public String description() {
            return "Heun's method with Euler's inside.";
        }
    }

    /** Forward and reversed in time, with one compiled solve. */
    private static void assertSameSolve(Case test, Method method, ExecutionOptions options) {
        Solver solver = Solver.create()
                .withMethod(method)
                .withMode(AdjointMode.FAITHFUL)
                .withNorm(new DefaultNorm())
                .withTolerances(test.rtol(), test.rtol() / 10)
                .withOutput(o -> o.withRecordedSteps(5000));
        try (OdeSolver<TFloat64> compiled = solver.compile(test.problem(), options)) {
            assertSameSolve(test, method, compiled);
            assertSameSolve(test.reversed(), method, compiled);
        }
    }

    private static void assertSameSolve(Case test, Method method, OdeSolver<TFloat64> compiled) {
        List<Part> parts = test.problem().parts();
        int[] sizes = parts.stream().mapToInt(p -> (int) p.shape().size()).toArray();
        ReferenceSolver.Result expected = ReferenceSolver.solve(
                method.tableau(), test.field(), test.y0(), sizes, test.times(), test.rtol(), test.rtol() / 10);
        assertTrue(expected.rejected() > 0 || method != DOPRI5, "a case without rejections checks too little");

        Solution found = compiled.solve(state(parts, test.y0()), test.times(), Map.of());

        assertEquals(expected.accepted(), found.statistics().accepted(), test.name() + ": accepted");
        assertEquals(expected.rejected(), found.statistics().rejected(), test.name() + ": rejected");
        assertEquals(expected.evaluations(), found.statistics().evaluations(), test.name() + ": evaluations");
        for (int i = 0; i < test.times().length; i++) {
            int next = 0;
            for (Part part : parts) {
                int size = (int) part.shape().size();
                assertClose(
                        Arrays.copyOfRange(expected.values()[i], next, next + size),
                        found.get(part.name(), i),
                        1e-12,
                        1e-13,
                        test.name() + ": " + part.name() + " at output " + i);
                next += size;
            }
        }
        assertSameSteps(expected.steps(), found.statistics().steps(), Math.signum(test.times()[1] - test.times()[0]));
    }

    private static Map<String, double[]> state(List<Part> parts, double[] values) {
        Map<String, double[]> state = new LinkedHashMap<>();
        int next = 0;
        for (Part part : parts) {
            int size = (int) part.shape().size();
            state.put(part.name(), Arrays.copyOfRange(values, next, next + size));
            next += size;
        }
        return state;
    }

    private static void assertSameSteps(List<StepRecord> expected, List<StepRecord> found, double direction) {
        assertEquals(expected.size(), found.size(), "recorded steps");
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(direction * expected.get(i).start(), found.get(i).start(), 1e-7, "start of step " + i);
            assertEquals(direction * expected.get(i).size(), found.get(i).size(), 1e-7, "size of step " + i);
            assertEquals(expected.get(i).accepted(), found.get(i).accepted(), "step " + i + " accepted");
        }
    }
}
