package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.method.Method;
import io.seminode.solver.method.Methods;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** Solutions between their output times, and output times of every kind, on z' = cos(t) z, q' = z. */
class DenseOutputTest {
    private static final Problem<TFloat64> PROBLEM = Problem.builder(TFloat64.class)
            .state("z", Shape.of(2))
            .state("q", Shape.of(2))
            .field((tf, t, y, p) -> NamedOperands.of("z", tf.math.mul(y.get("z"), tf.math.cos(t)), "q", y.get("z")))
            .build();
    private static final Map<String, double[]> START = Map.of("z", new double[] {1, -2}, "q", new double[] {0, 0});
    private static final Solver SOLVER =
            Solver.create().withTolerances(1e-8, 1e-10).withDenseOutput();

    private static Solution solve(Solver solver, double... times) {
        try (OdeSolver<TFloat64> compiled = solver.compile(PROBLEM)) {
            return compiled.solve(START, times, Map.of());
        }
    }

    private static double[] exact(double t) {
        return new double[] {Math.exp(Math.sin(t)), -2 * Math.exp(Math.sin(t))};
    }

    @ParameterizedTest
    @EnumSource
    void evaluatesEverywhere(AdjointMode mode) {
        Solution solution = solve(SOLVER.withMode(mode), 0, 3);
        for (double t = 0; t <= 3; t += 0.0625) {
            assertArrayEquals(exact(t), solution.evaluate("z", t), 1e-6, "z at " + t);
            double slope = Math.cos(t) * Math.exp(Math.sin(t));
            assertArrayEquals(new double[] {slope, -2 * slope}, solution.derivative("z", t), 1e-5, "z' at " + t);
            assertArrayEquals(exact(t), solution.derivative("q", t), 1e-5, "q' at " + t);
        }
    }

    @Test
    void derivativeWithoutSteps() {
        Solution solution = solve(SOLVER, 1, 1);
        assertEquals(0, solution.stepTimes().length);
        assertArrayEquals(new double[] {1, -2}, solution.evaluate("z", 1));
        assertArrayEquals(new double[] {Math.cos(1), -2 * Math.cos(1)}, solution.derivative("z", 1), 1e-15);
        assertArrayEquals(new double[] {1, -2}, solution.derivative("q", 1), 1e-15);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsKnownPastTheLastOutput(AdjointMode mode) {
        for (double end : new double[] {3, -3}) {
            Solution solution = solve(SOLVER.withMode(mode), 0, end);
            assertArrayEquals(exact(end), solution.evaluate("z", end), 1e-6);
            double past = Math.nextAfter(end, 2 * end);
            assertThrows(IllegalArgumentException.class, () -> solution.evaluate("z", past));
            assertThrows(IllegalArgumentException.class, () -> solution.derivative("z", past));
        }
    }

    private static Collection<Method> methods() {
        return Methods.load().all();
    }

    /** Between steps a solution is not much worse than at their ends, where the method alone counts. */
    @ParameterizedTest
    @MethodSource("methods")
    void everyMethodHasIt(Method method) {
        Solver solver = SOLVER.withMethod(method)
                .withTolerances(1e-6, 1e-8)
                .withSteps(s -> s.withLargest(0.05))
                .withGradients(g -> g.withStoredSteps(5000));
        Solution solution = solve(solver.controller().isAdaptive() ? solver : solver.withFirstStep(0.0125), 0, 3);
        double[] ends = solution.stepTimes();
        double atEnds = 0;
        double between = 0;
        double slopes = 0;
        for (int i = 1; i < ends.length; i++) {
            atEnds = Math.max(atEnds, Math.abs(solution.evaluate("z", ends[i])[0] - exact(ends[i])[0]));
            for (double share : new double[] {0.3, 0.5, 0.8}) {
                double t = ends[i - 1] + share * (ends[i] - ends[i - 1]);
                double z = exact(t)[0];
                between = Math.max(between, Math.abs(solution.evaluate("z", t)[0] - z));
                slopes = Math.max(slopes, Math.abs(solution.derivative("z", t)[0] - Math.cos(t) * z));
            }
        }
        assertTrue(ends.length > 10, "steps " + ends.length);
        assertTrue(between <= 2 * atEnds + 1e-6, method.name() + ": " + between + " between steps, " + atEnds);
        assertTrue(slopes <= 20 * atEnds + 1e-4, method.name() + ": derivative off by " + slopes + ", " + atEnds);
    }

    @Test
    void reproducesOutputTimes() {
        Solution solution = solve(SOLVER, 0, 0.5, 1.25, 3);
        for (int i = 0; i < 4; i++) {
            double t = solution.times()[i];
            assertArrayEquals(solution.get("z", i), solution.evaluate("z", t), 1e-14);
            assertArrayEquals(solution.get("q", i), solution.evaluate("q", t), 1e-14);
        }
    }

    @Test
    void reversed() {
        Solution solution = solve(SOLVER, 0, -2);
        assertArrayEquals(exact(-1.3), solution.evaluate("z", -1.3), 1e-7);
        assertTrue(solution.stepTimes()[0] > solution.stepTimes()[1]);
    }

    @Test
    void everyStepIsKnown() {
        Solution solution = solve(SOLVER, 0, 3);
        double[] steps = solution.stepTimes();
        assertEquals(solution.statistics().accepted() + 1, steps.length);
        assertEquals(0, steps[0]);
        assertEquals(3, steps[steps.length - 1]);
        for (double t : steps) {
            assertArrayEquals(exact(t), solution.evaluate("z", t), 1e-7);
        }
    }

    @Test
    void singleTimeIsTheStart() {
        Solution solution = solve(SOLVER, 1.5);
        assertArrayEquals(START.get("z"), solution.last("z"));
        assertArrayEquals(START.get("z"), solution.evaluate("z", 1.5));
        assertEquals(0, solution.statistics().accepted());
    }

    @Test
    void equalTimesHaveEqualValues() {
        Solution solution = solve(SOLVER, 0, 0, 1, 1, 2);
        assertArrayEquals(START.get("z"), solution.get("z", 1));
        assertArrayEquals(solution.get("z", 2), solution.get("z", 3));
        assertArrayEquals(exact(2), solution.last("z"), 1e-7);
        assertEquals(0, solve(SOLVER, 1, 1).statistics().accepted());
    }

    @ParameterizedTest
    @EnumSource
    void equalTimesShareTheGradient(Adjoint adjoint) {
        Solver solver = Solver.create().withTolerances(1e-9, 1e-11).withAdjoint(adjoint);
        double[] twice = byFirst(solver, new double[] {0, 0, 1, 1}, new double[] {1, 2, 4, 8});
        double[] once = byFirst(solver, new double[] {0, 1}, new double[] {3, 12});
        assertArrayEquals(once, twice, 1e-8);
        assertArrayEquals(new double[] {5, 5}, byFirst(solver, new double[] {0}, new double[] {5}), 0);
        assertArrayEquals(new double[] {7, 7}, byFirst(solver, new double[] {0, 0}, new double[] {5, 2}), 0);
    }

    private static double[] byFirst(Solver solver, double[] times, double[] weights) {
        double[] cotangents = new double[2 * times.length];
        Arrays.setAll(cotangents, i -> weights[i / 2]);
        try (OdeSolver<TFloat64> compiled = solver.compile(PROBLEM)) {
            Solution solution = compiled.solve(START, times, Map.of());
            Map<String, double[]> all = Map.of("z", cotangents, "q", new double[cotangents.length]);
            return compiled.gradient(solution, all, Map.of()).state("z");
        }
    }

    @Test
    void outsideTheSolutionIsAnError() {
        Solution solution = solve(SOLVER, 0, 1);
        String message = assertThrows(IllegalArgumentException.class, () -> solution.evaluate("z", 1.01))
                .getMessage();
        assertTrue(message.contains("1.01") && message.contains("from 0.0 to 1.0"), message);
        assertThrows(IllegalArgumentException.class, () -> solution.evaluate("x", 0.5));
    }

    @Test
    void withoutDenseOutputTheErrorSaysHowToGetIt() {
        Solution solution = solve(Solver.create(), 0, 1);
        String message = assertThrows(IllegalStateException.class, () -> solution.evaluate("z", 0.5))
                .getMessage();
        assertTrue(message.contains("withDenseOutput"), message);
    }

    @Test
    void fullStoreIsAnErrorThatKeepsWhatWasSolved() {
        // Room for two steps of both parts.
        Solver solver = SOLVER.withGradients(g -> g.withMemoryBudget(2 * 5 * 4 * 8));
        StoreFullException failure = assertThrows(StoreFullException.class, () -> solve(solver, 0, 0.01, 3));
        assertEquals(2, failure.statistics().accepted());
        Solution partial = failure.partialSolution();
        assertArrayEquals(exact(0.01), partial.last("z"), 1e-7);
        assertTrue(failure.getMessage().contains("withMemoryBudget"), failure.getMessage());
        assertThrows(
                IllegalArgumentException.class, () -> solve(SOLVER.withGradients(g -> g.withMemoryBudget(10)), 0, 3));
    }
}
