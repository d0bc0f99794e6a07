package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.problem.Problem;
import io.seminode.solver.support.Fixtures;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** Counts and recorded steps agree with each other. */
class SolveStatisticsTest {
    private static final Problem<TFloat64> PROBLEM = Fixtures.problem(
            Shape.of(2), (tf, t, z) -> tf.math.mul(z, tf.math.cos(tf.math.mul(tf.math.square(t), tf.constant(2.0)))));
    private static final Map<String, double[]> Y0 = Map.of("z", new double[] {1, -2});
    private static final Map<String, double[]> COTANGENTS = Map.of("z", new double[] {1, 2, 3, 4, 5, 6, 7, 8});

    private static void assertConsistent(SolveStatistics statistics, double from, double to) {
        List<StepRecord> steps = statistics.steps();
        assertEquals(statistics.accepted() + statistics.rejected(), steps.size());
        assertEquals(
                statistics.accepted(),
                steps.stream().filter(StepRecord::accepted).count());
        assertTrue(statistics.rejected() > 0, "a solve without rejections shows too little");
        assertEquals(from, steps.get(0).start());
        for (int i = 1; i < steps.size(); i++) {
            StepRecord before = steps.get(i - 1);
            double expected = before.start() + (before.accepted() ? before.size() : 0);
            assertEquals(expected, steps.get(i).start(), 1e-12, "start of step " + i);
            if (!before.accepted()) {
                assertTrue(Math.abs(steps.get(i).size()) < Math.abs(before.size()), "smaller after a rejection");
            }
            assertEquals(Math.signum(to - from), Math.signum(steps.get(i).size()), "direction of step " + i);
        }
        StepRecord last = steps.get(steps.size() - 1);
        assertTrue(last.accepted() && (last.start() + last.size() - to) * Math.signum(to - from) > -1e-12);
    }

    @ParameterizedTest
    @EnumSource
    void forwardStepsAreContiguous(AdjointMode mode) {
        Solver solver = Solver.create().withMode(mode).withOutput(o -> o.withRecordedSteps(1000));
        try (OdeSolver<TFloat64> compiled = solver.compile(PROBLEM, ExecutionOptions.NATIVE_CPU)) {
            assertConsistent(
                    compiled.solve(Y0, new double[] {0.5, 2, 4}, Map.of()).statistics(), 0.5, 4);
            assertConsistent(
                    compiled.solve(Y0, new double[] {4, 2, 0.5}, Map.of()).statistics(), 4, 0.5);
        }
    }

    /** One interval: with several the faithful way starts afresh at each output time. */
    @ParameterizedTest
    @EnumSource
    void backwardStepsAreContiguous(AdjointMode mode) {
        Solver solver = Solver.create().withMode(mode).withOutput(o -> o.withRecordedSteps(1000));
        try (OdeSolver<TFloat64> compiled = solver.compile(PROBLEM, ExecutionOptions.NATIVE_CPU)) {
            Solution solution = compiled.solve(Y0, new double[] {0.5, 4}, Map.of());
            Gradient gradient = compiled.gradient(solution, Map.of("z", new double[] {0, 0, 1, 1}), Map.of());
            assertConsistent(gradient.statistics(), 4, 0.5);
            // Faithfully two evaluations start the solve; lazily one does, and the last step does without one.
            assertEquals(
                    (mode == AdjointMode.LAZY ? 0 : 2)
                            + 6 * gradient.statistics().steps().size(),
                    gradient.statistics().evaluations());
        }
    }

    @Test
    void lazyBackwardStepsGoOnAcrossOutputTimes() {
        Solver solver = Solver.create().withOutput(o -> o.withRecordedSteps(1000));
        try (OdeSolver<TFloat64> compiled = solver.compile(PROBLEM, ExecutionOptions.NATIVE_CPU)) {
            Solution solution = compiled.solve(Y0, new double[] {0.5, 1, 2, 4}, Map.of());
            Gradient gradient = compiled.gradient(solution, COTANGENTS, Map.of());
            assertConsistent(gradient.statistics(), 4, 0.5);
            List<StepRecord> steps = gradient.statistics().steps();
            assertTrue(steps.stream().anyMatch(s -> s.start() == 2), "a step starts at an output time");
        }
    }

    /** The record keeps the first steps and stays as long as it was asked to be; the counts go on. */
    @Test
    void recordIsBounded() {
        double[] times = {0.5, 4};
        List<StepRecord> all = recorded(1000, times).steps();
        SolveStatistics bounded = recorded(5, times);
        assertEquals(all.subList(0, 5), bounded.steps());
        assertEquals(all.size(), bounded.accepted() + bounded.rejected());
        assertEquals(List.of(), recorded(0, times).steps());
    }

    private static SolveStatistics recorded(int capacity, double[] times) {
        Solver solver = Solver.create().withOutput(o -> o.withRecordedSteps(capacity));
        try (OdeSolver<TFloat64> compiled = solver.compile(PROBLEM, ExecutionOptions.NATIVE_CPU)) {
            return compiled.solve(Y0, times, Map.of()).statistics();
        }
    }

    @Test
    void recordedStepsDoNotChangeTheSolve() {
        double[] times = {0.5, 4};
        SolveStatistics with = recorded(1000, times);
        SolveStatistics without = recorded(0, times);
        assertEquals(without, new SolveStatistics(with.evaluations(), with.accepted(), with.rejected(), List.of()));
    }

    @Test
    void sumsAddUp() {
        StepRecord step = new StepRecord(0, 1, true);
        SolveStatistics sum =
                new SolveStatistics(8, 1, 0, List.of(step)).plus(new SolveStatistics(14, 1, 1, List.of()));
        assertEquals(new SolveStatistics(22, 2, 1, List.of(step)), sum);
        assertEquals(sum, sum.plus(SolveStatistics.ZERO));
    }
}
