package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.control.ConstantController;
import io.seminode.solver.control.Controllers;
import io.seminode.solver.method.RungeKutta4;
import io.seminode.solver.norm.DefaultNorm;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.support.Fixtures;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** First, smallest and largest step, times at which steps end, tolerances of parts, controllers. */
class StepControlTest {
    private static final double[] JUMPS = {0.7, 1.9};
    private static final double[] TIMES = {0, 1, 3};

    /** z' = theta z + s(t), s = 1 until 0.7, -2 until 1.9, then 4. */
    private static Problem<TFloat64> jumping(double... known) {
        return Problem.builder(TFloat64.class)
                .state("z", Shape.scalar())
                .parameter("theta", Shape.scalar())
                .jumpTimes(known)
                .field((tf, t, y, p) ->
                        NamedOperands.of("z", tf.math.add(tf.math.mul(p.get("theta"), y.get("z")), stairs(tf, t))))
                .build();
    }

    private static Operand<TFloat64> stairs(Ops tf, Operand<TFloat64> t) {
        Operand<TFloat64> late =
                tf.select(tf.math.lessEqual(t, tf.constant(JUMPS[1])), tf.constant(-2.0), tf.constant(4.0));
        return tf.select(tf.math.lessEqual(t, tf.constant(JUMPS[0])), tf.constant(1.0), late);
    }

    /** The solution of z' = theta z + s with constant s, from piece to piece. */
    private static double exact(double theta, double end) {
        double z = 1;
        double from = 0;
        double[] levels = {1, -2, 4};
        for (int i = 0; i < levels.length && from < end; i++) {
            double to = i < JUMPS.length ? Math.min(JUMPS[i], end) : end;
            double growth = Math.exp(theta * (to - from));
            z = z * growth + levels[i] * (growth - 1) / theta;
            from = to;
        }
        return z;
    }

    private static Solution solve(Solver solver, Problem<TFloat64> problem, ExecutionOptions options) {
        try (OdeSolver<TFloat64> compiled = solver.compile(problem, options)) {
            return compiled.solve(Map.of("z", new double[] {1}), TIMES, Map.of("theta", new double[] {-0.5}));
        }
    }

    @ParameterizedTest
    @EnumSource
    void jumpTimesSaveEvaluationsAndAreHitExactly(AdjointMode mode) {
        Solver solver =
                Solver.create().withTolerances(1e-6, 1e-6).withMode(mode).withOutput(o -> o.withRecordedSteps(500));
        Solution without = solve(solver, jumping(), ExecutionOptions.NATIVE_CPU);
        Solution with = solve(solver, jumping(JUMPS), ExecutionOptions.NATIVE_CPU);
        assertTrue(
                with.statistics().evaluations() < 0.8 * without.statistics().evaluations(),
                with.statistics().evaluations() + " of " + without.statistics().evaluations());
        assertEquals(exact(-0.5, 1), with.get("z", 1)[0], 1e-6);
        assertEquals(exact(-0.5, 3), with.get("z", 2)[0], 1e-6);
        List<Double> starts =
                with.statistics().steps().stream().map(StepRecord::start).toList();
        assertTrue(starts.contains(JUMPS[0]) && starts.contains(JUMPS[1]), starts::toString);
    }

    @Test
    void jumpTimesOfTheSolverAndOfTheProblemAreOneAndTheSame() {
        Solver solver = Solver.create().withTolerances(1e-6, 1e-6);
        SolveStatistics ofProblem =
                solve(solver, jumping(JUMPS), ExecutionOptions.NATIVE_CPU).statistics();
        assertEquals(
                ofProblem,
                solve(solver.withSteps(s -> s.withJumpTimes(JUMPS)), jumping(), ExecutionOptions.NATIVE_CPU)
                        .statistics());
        assertEquals(
                ofProblem,
                solve(solver, jumping(JUMPS), ExecutionOptions.XLA_CPU).statistics());
    }

    @ParameterizedTest
    @EnumSource
    void jumpTimesHelpBackwardToo(AdjointMode mode) {
        Solver solver = Solver.create()
                .withTolerances(1e-7, 1e-7)
                .withNorm(new DefaultNorm())
                .withMode(mode);
        Gradient without = gradient(solver, jumping());
        Gradient with = gradient(solver, jumping(JUMPS));
        assertTrue(
                with.statistics().evaluations() < 0.8 * without.statistics().evaluations(),
                with.statistics().evaluations() + " of " + without.statistics().evaluations());
        double h = 1e-5;
        double byTheta = (exact(-0.5 + h, 3) - exact(-0.5 - h, 3)) / (2 * h);
        assertEquals(byTheta, with.parameter("theta")[0], 1e-5);
        assertEquals(Math.exp(-1.5), with.state("z")[0], 1e-5);
    }

    private static Gradient gradient(Solver solver, Problem<TFloat64> problem) {
        Map<String, double[]> theta = Map.of("theta", new double[] {-0.5});
        try (OdeSolver<TFloat64> compiled = solver.compile(problem)) {
            Solution solution = compiled.solve(Map.of("z", new double[] {1}), TIMES, theta);
            return compiled.gradient(solution, Map.of("z", new double[] {0, 0, 1}), theta);
        }
    }

    private static SolveStatistics harmonic(Solver solver) {
        Problem<TFloat64> problem = Fixtures.problem(
                Shape.of(1, 2), (tf, t, z) -> tf.linalg.matMul(z, tf.constant(new double[][] {{0, -4}, {1, 0}})));
        try (OdeSolver<TFloat64> compiled =
                solver.withOutput(o -> o.withRecordedSteps(1000)).compile(problem)) {
            return compiled.solve(Map.of("z", new double[] {1, 0}), new double[] {0, 5}, Map.of())
                    .statistics();
        }
    }

    @Test
    void stepsKeepWithinTheirBounds() {
        Solver solver = Solver.create().withTolerances(1e-4, 1e-6);
        for (StepRecord step :
                harmonic(solver.withSteps(s -> s.withLargest(0.05))).steps()) {
            assertTrue(step.size() <= 0.05 && step.accepted(), step::toString);
        }
        List<StepRecord> coarse =
                harmonic(solver.withSteps(s -> s.withSmallest(0.5))).steps();
        // The last one is cut by the end.
        for (StepRecord step : coarse.subList(0, coarse.size() - 1)) {
            assertTrue(step.size() >= 0.5, step::toString);
        }
    }

    @Test
    void firstStepIsTakenAndSavesAnEvaluation() {
        Solver solver = Solver.create().withTolerances(1e-4, 1e-6);
        SolveStatistics given = harmonic(solver.withFirstStep(0.125));
        assertEquals(0.125, given.steps().get(0).size());
        assertEquals(1 + 6 * (given.accepted() + given.rejected()), given.evaluations());
        SolveStatistics chosen = harmonic(solver);
        assertEquals(2 + 6 * (chosen.accepted() + chosen.rejected()), chosen.evaluations());
    }

    @Test
    void stepTimesCostNoEvaluation() {
        SolveStatistics statistics = harmonic(Solver.create().withSteps(s -> s.withStepTimes(1.25, 3)));
        assertEquals(2 + 6 * (statistics.accepted() + statistics.rejected()), statistics.evaluations());
        List<Double> starts = statistics.steps().stream().map(StepRecord::start).toList();
        assertTrue(starts.contains(1.25) && starts.contains(3.0), starts::toString);
    }

    @Test
    void tighterToleranceOfAPartTakesMoreSteps() {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("slow", Shape.scalar())
                .state("fast", Shape.scalar())
                .field((tf, t, y, p) -> NamedOperands.of(
                        "slow", tf.math.neg(y.get("slow")),
                        "fast", tf.math.mul(tf.constant(-30.0), y.get("fast"))))
                .build();
        Solver solver = Solver.create().withTolerances(1e-6, 1e-6);
        long[] accepted = new long[3];
        Solver[] solvers = {
            solver.withTolerances("fast", 1e-2, 1e-2), solver, solver.withTolerances("fast", 1e-10, 1e-10)
        };
        for (int i = 0; i < solvers.length; i++) {
            try (OdeSolver<TFloat64> compiled = solvers[i].compile(problem)) {
                accepted[i] = compiled.solve(
                                Map.of("slow", new double[] {1}, "fast", new double[] {1}),
                                new double[] {0, 1},
                                Map.of())
                        .statistics()
                        .accepted();
            }
        }
        assertTrue(accepted[0] < accepted[1] && accepted[1] < accepted[2], () -> java.util.Arrays.toString(accepted));
    }

    /** Ten steps, whatever the solution's own step was. */
    @Test
    void aGradientAlongAnothersSolutionTakesItsOwnConstantSteps() {
        Problem<TFloat64> problem = jumping();
        Map<String, double[]> theta = Map.of("theta", new double[] {-0.5});
        try (OdeSolver<TFloat64> one = Solver.create().withConstantSteps(1).compile(problem);
                OdeSolver<TFloat64> ten = Solver.create().withConstantSteps(0.1).compile(problem)) {
            Solution solution = one.solve(Map.of("z", new double[] {1}), new double[] {0, 1}, theta);
            Gradient gradient = ten.gradient(solution, Map.of("z", new double[] {0, 1}), theta);
            assertEquals(10, gradient.statistics().accepted());
        }
    }

    @Test
    void methodWithoutErrorEstimateHasConstantSteps() {
        Solver solver = Solver.create().withMethod(new RungeKutta4());
        assertEquals(new ConstantController(), solver.controller());
        assertEquals(1, harmonic(solver).accepted());
        SolveStatistics statistics = harmonic(solver.withFirstStep(0.3));
        assertEquals(17, statistics.accepted());
        assertEquals(1 + 4 * 17, statistics.evaluations());
    }

    @Test
    void valuesThatAreNotFiniteEndConstantStepsAtOnce() {
        Problem<TFloat64> problem =
                Fixtures.problem(Shape.scalar(), (tf, t, z) -> tf.math.log(tf.math.sub(tf.constant(0.5), t)));
        Solver solver = Solver.create().withConstantSteps(0.25);
        try (OdeSolver<TFloat64> compiled = solver.compile(problem)) {
            NonFiniteException failure = assertThrows(
                    NonFiniteException.class,
                    () -> compiled.solve(Map.of("z", new double[] {1}), new double[] {0, 1}, Map.of()));
            assertTrue(failure.time() <= 0.5, () -> "time " + failure.time());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "integral",
                "integral:safety=0.8,max=3",
                "pi",
                "pi:filter=h211pi",
                "pi:filter=h211b",
                "pi:filter=pi3333",
                "pi:filter=pi3040",
                "pid",
                "pid:filter=h312b",
                "pid:filter=h321pid",
                "pid:filter=h321"
            })
    void everyControllerMeetsTheTolerance(String name) {
        Solver solver =
                Solver.create().withController(Controllers.load().get(name)).withTolerances(1e-7, 1e-7);
        Solution solution = solve(solver, jumping(JUMPS), ExecutionOptions.NATIVE_CPU);
        assertEquals(exact(-0.5, 3), solution.last("z")[0], 1e-5);
        assertTrue(solution.statistics().accepted() < 200, () -> "steps " + solution.statistics());
    }

    @Test
    void whatCannotBeIsRejected() {
        Solver solver = Solver.create();
        assertThrows(IllegalArgumentException.class, () -> solver.withFirstStep(-1));
        assertThrows(
                IllegalArgumentException.class,
                () -> solver.withSteps(s -> s.withSmallest(2).withLargest(1)));
        assertThrows(IllegalArgumentException.class, () -> solver.withSteps(s -> s.withJumpTimes(Double.NaN)));
        assertThrows(IllegalArgumentException.class, () -> solver.withTolerances("z", 0, 0));
    }
}
