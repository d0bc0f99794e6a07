package io.seminode.solver;

import static io.seminode.solver.support.Fixtures.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.control.PidController;
import io.seminode.solver.method.BogackiShampine3;
import io.seminode.solver.method.DormandPrince8;
import io.seminode.solver.method.Kvaerno3;
import io.seminode.solver.method.Methods;
import io.seminode.solver.method.RungeKutta4;
import io.seminode.solver.norm.DefaultNorm;
import io.seminode.solver.norm.MeasuredPart;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.problem.BatchingException;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.problem.Times;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.support.GradientCase;
import io.seminode.solver.tensor.Device;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** Own step sizes per sample: what comes out is what each sample gives when it is solved alone. */
class SampleStepsTest {
    private static final double[] RATES = {0.3, 1, 2.5, 9, 30};
    private static final double[] TIMES = {0, 0.11, 0.12, 0.7, 0.7, 1};
    private static final double[] BACKWARD = {1, 0.6, 0.1};
    private static final Map<String, double[]> MATRIX = Map.of("A", new double[] {0.2, 1, -1, 0.1});
    private static final Solver OWN = Solver.create().withTolerances(1e-6, 1e-8).withBatching(Batching.PER_SAMPLE);

    static final List<Named<Solver>> SOLVERS = List.of(
            Named.of("lazy", OWN),
            Named.of("faithful", OWN.withMode(AdjointMode.FAITHFUL)),
            Named.of("default norm", OWN.withNorm(new DefaultNorm())),
            Named.of("a norm that knows nothing of samples", OWN.withNorm(new LargestOfZ())),
            Named.of("pid, bosh3", OWN.withMethod(new BogackiShampine3()).withController(new PidController())),
            Named.of("dopri8", OWN.withMethod(new DormandPrince8())),
            Named.of("jumps", OWN.withSteps(s -> s.withJumpTimes(0.25, 0.5))),
            Named.of(
                    "step times, bounds",
                    OWN.withSteps(s -> s.withStepTimes(0.3).withLargest(0.05).withSmallest(1e-4))),
            Named.of("constant", OWN.withMethod(new RungeKutta4()).withFirstStep(0.03)),
            Named.of("a step per output", OWN.withMethod(new RungeKutta4())));

    /** The largest error of z. */
    private record LargestOfZ() implements Norm {
        @Override
        public String name() {
            return "largest";
        }

        @Override
        public String description() {
            return "largest absolute value of z";
        }

        @Override
        public <T extends TFloating> Operand<T> of(Ops tf, List<MeasuredPart<T>> parts) {
            Operand<T> flat = tf.reshape(tf.math.abs(parts.get(0).value()), tf.constant(new int[] {-1}));
            return tf.reduceMax(flat, tf.constant(0));
        }
    }

    /** Driven oscillators of different speed, with an integral over each that reads time. */
    private static Problem<TFloat64> oscillators(int samples) {
        return Problem.builder(TFloat64.class)
                .state("z", Shape.of(samples, 2))
                .state("q", Shape.of(samples))
                .parameter("A", Shape.of(2, 2))
                .constant("rate", Shape.of(samples, 1))
                .samples()
                .field((tf, t, y, theta) -> {
                    Operand<TFloat64> z = y.get("z");
                    Operand<TFloat64> rate = theta.get("rate");
                    Operand<TFloat64> driven = tf.math.add(
                            tf.linalg.matMul(z, theta.get("A")), tf.math.sin(tf.math.mul(rate, Times.along(tf, t, z))));
                    Operand<TFloat64> energy = tf.reduceSum(tf.math.square(z), tf.constant(1));
                    return NamedOperands.of(
                            "z", tf.math.mul(rate, driven), "q", tf.math.mul(energy, Times.along(tf, t, energy)));
                })
                .build();
    }

    private static Map<String, double[]> start(double... rates) {
        double[] z = new double[2 * rates.length];
        for (int i = 0; i < rates.length; i++) {
            z[2 * i] = 1;
            z[2 * i + 1] = rates[i] / 10;
        }
        Map<String, double[]> start = new LinkedHashMap<>();
        start.put("z", z);
        start.put("q", new double[rates.length]);
        return start;
    }

    private static Map<String, double[]> parameters(double... rates) {
        Map<String, double[]> parameters = new LinkedHashMap<>(MATRIX);
        parameters.put("rate", rates);
        return parameters;
    }

    private static Solution solve(Solver solver, ExecutionOptions options, double[] times, double... rates) {
        try (OdeSolver<TFloat64> compiled = solver.compile(oscillators(rates.length), options)) {
            return compiled.solve(start(rates), times, parameters(rates));
        }
    }

    private static void assertAsAlone(Solver solver, ExecutionOptions options, double... times) {
        Solution together = solve(solver, options, times, RATES);
        long rejected = 0;
        try (OdeSolver<TFloat64> single = solver.withBatching(Batching.JOINT).compile(oscillators(1), options)) {
            for (int sample = 0; sample < RATES.length; sample++) {
                double rate = RATES[sample];
                Solution alone = single.solve(start(rate), times, parameters(rate));
                SolveStatistics expected = alone.statistics();
                assertEquals(expected, together.statistics().samples().get(sample), "sample " + sample);
                rejected += expected.rejected();
                assertSameValues(alone, together, sample);
            }
        }
        assertEquals(rejected, together.statistics().rejected());
    }

    private static void assertSameValues(Solution alone, Solution together, int sample) {
        for (int i = 0; i < alone.times().length; i++) {
            String where = " of sample " + sample + ", output " + i;
            double[] found = Arrays.copyOfRange(together.get("z", i), 2 * sample, 2 * sample + 2);
            assertClose(alone.get("z", i), found, 1e-12, 1e-12, "z" + where);
            double[] q = {together.get("q", i)[sample]};
            assertClose(alone.get("q", i), q, 1e-12, 1e-12, "q" + where);
        }
    }

    @ParameterizedTest
    @FieldSource("SOLVERS")
    void everySampleIsSolvedAsIfAlone(Solver solver) {
        assertAsAlone(solver, ExecutionOptions.NATIVE_CPU, TIMES);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void backwardInTime(boolean lazy) {
        Solver solver = OWN.withMode(lazy ? AdjointMode.LAZY : AdjointMode.FAITHFUL);
        assertAsAlone(solver, ExecutionOptions.NATIVE_CPU, BACKWARD);
    }

    @Test
    void asOneProgramOfXla() {
        assertAsAlone(OWN, new ExecutionOptions(Engine.XLA, Device.CPU), TIMES);
    }

    @Test
    void firstTimeAloneAndEmptySpan() {
        for (double[] times : new double[][] {{0.3}, {0.3, 0.3}}) {
            Solution solution = solve(OWN, ExecutionOptions.NATIVE_CPU, times, RATES);
            assertEquals(0, solution.statistics().accepted());
            assertClose(start(RATES).get("z"), solution.last("z"), 0, 0, "z");
        }
    }

    /** The slow samples take the steps they need, not those of the fast ones; what is evaluated is what the fastest needs. */
    @Test
    void slowSamplesTakeFewerSteps() {
        SolveStatistics own =
                solve(OWN, ExecutionOptions.NATIVE_CPU, TIMES, RATES).statistics();
        List<SolveStatistics> samples = own.samples();
        assertTrue(10 * samples.get(0).accepted() < samples.get(4).accepted(), samples.toString());
        long most =
                samples.stream().mapToLong(SolveStatistics::evaluations).max().orElseThrow();
        assertEquals(most, own.evaluations());
        assertEquals(samples.stream().mapToLong(SolveStatistics::accepted).sum(), own.accepted());
    }

    @Test
    void fieldThatDoesNotKnowOfTimesPerSampleWillDoIfItUsesNoTime() {
        Problem<TFloat64> decay = Problem.builder(TFloat64.class)
                .state("z", Shape.of(3, 1))
                .samples()
                .field((tf, t, y, theta) -> y.map(z -> tf.math.neg(z)))
                .build();
        try (OdeSolver<TFloat64> compiled = OWN.compile(decay)) {
            double[] end = compiled.solve(Map.of("z", new double[] {1, 2, 3}), new double[] {0, 1}, Map.of())
                    .last("z");
            double e = Math.exp(-1);
            assertClose(new double[] {e, 2 * e, 3 * e}, end, 1e-5, 0, "z");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gradientAgreesWithFiniteDifferences(boolean lazy) {
        Solver solver = OWN.withMode(lazy ? AdjointMode.LAZY : AdjointMode.FAITHFUL)
                .withAdjoint(Adjoint.CHECKPOINTED)
                .withTolerances(1e-11, 1e-12);
        GradientCase gradient = new GradientCase("oscillators", oscillators(3), 0, 0.1, 0.11, 0.6, 1);
        gradient.assertGradient(solver, ExecutionOptions.NATIVE_CPU, 2e-8);
        gradient.assertGradientWithoutTimes(solver, ExecutionOptions.NATIVE_CPU, 2e-8);
    }

    @Test
    void gradientWithJumpsAndAsOneProgramOfXla() {
        Solver solver = OWN.withAdjoint(Adjoint.CHECKPOINTED).withTolerances(1e-11, 1e-12);
        GradientCase gradient = new GradientCase("oscillators", oscillators(2), 1, 0.6, 0);
        gradient.assertGradient(solver.withSteps(s -> s.withJumpTimes(0.3)), ExecutionOptions.NATIVE_CPU, 2e-8);
        gradient.assertGradient(solver, new ExecutionOptions(Engine.XLA, Device.CPU), 2e-8);
    }

    /** At a coarse tolerance: then the gradient is that of the steps taken, not of the solution. */
    @Test
    void gradientIsTheSumOfThoseOfEachSampleAlone() {
        Solver solver = OWN.withAdjoint(Adjoint.CHECKPOINTED).withTolerances(1e-2, 1e-3);
        Gradient together = gradient(solver, RATES);
        double[] byMatrix = new double[4];
        List<Double> byState = new ArrayList<>();
        for (double rate : RATES) {
            Gradient alone = gradient(solver.withBatching(Batching.JOINT), rate);
            for (int i = 0; i < 4; i++) {
                byMatrix[i] += alone.parameter("A")[i];
            }
            Arrays.stream(alone.state("z")).forEach(byState::add);
        }
        assertClose(byMatrix, together.parameter("A"), 1e-11, 1e-11, "by A");
        double[] expected = byState.stream().mapToDouble(x -> x).toArray();
        assertClose(expected, together.state("z"), 1e-11, 1e-11, "by z");
    }

    private static Gradient gradient(Solver solver, double... rates) {
        try (OdeSolver<TFloat64> compiled = solver.compile(oscillators(rates.length))) {
            Solution solution = compiled.solve(start(rates), TIMES, parameters(rates));
            Map<String, double[]> cotangents = new LinkedHashMap<>();
            for (String part : List.of("z", "q")) {
                double[] ones = new double[solution.all(part).length];
                Arrays.fill(ones, 1);
                cotangents.put(part, ones);
            }
            return compiled.gradient(solution, cotangents, parameters(rates));
        }
    }

    @Test
    void failureNamesTheSampleAndKeepsWhatAllHaveReached() {
        Problem<TFloat64> growing = Problem.builder(TFloat64.class)
                .state("z", Shape.of(3, 1))
                .samples()
                .field((tf, t, y, theta) -> y.map(z -> tf.math.square(z)))
                .build();
        // z = 1 / (1/z0 - t): the second one is infinite at t = 0.5.
        try (OdeSolver<TFloat64> compiled = OWN.compile(growing)) {
            SolveException failure = assertThrows(
                    SolveException.class,
                    () -> compiled.solve(
                            Map.of("z", new double[] {0.1, 2, 0.2}), new double[] {0, 0.2, 0.4, 1}, Map.of()));
            assertEquals(1, failure.sample().orElseThrow());
            assertTrue(String.valueOf(failure.getMessage()).startsWith("Sample 1: "), failure.getMessage());
            assertEquals(0.5, failure.time(), 1e-3);
            Solution partial = failure.partialSolution();
            assertNotNull(partial);
            assertEquals(3, partial.times().length);
            assertEquals(1 / (0.5 - 0.4), partial.last("z")[1], 1e-3);
        }
    }

    @Test
    void limitsHoldPerSample() {
        SolveStatistics fourth = solve(OWN, ExecutionOptions.NATIVE_CPU, TIMES, RATES)
                .statistics()
                .samples()
                .get(3);
        Solver few = OWN.withMaxSteps((int) (fourth.accepted() + fourth.rejected()));
        SolveException failure =
                assertThrows(TooManyStepsException.class, () -> solve(few, ExecutionOptions.NATIVE_CPU, TIMES, RATES));
        assertEquals(4, failure.sample().orElseThrow());
        Solver small =
                OWN.withAdjoint(Adjoint.CHECKPOINTED).withGradients(g -> g.withStoredSteps((int) fourth.accepted()));
        failure = assertThrows(StoreFullException.class, () -> solve(small, ExecutionOptions.NATIVE_CPU, TIMES, RATES));
        assertEquals(4, failure.sample().orElseThrow());
    }

    @Test
    void problemOfSamplesIsChecked() {
        Problem.Builder<TFloat64> uneven = Problem.builder(TFloat64.class)
                .state("z", Shape.of(3, 1))
                .state("q", Shape.of(2))
                .samples()
                .field((tf, t, y, theta) -> y);
        IllegalArgumentException shape = assertThrows(IllegalArgumentException.class, uneven::build);
        assertTrue(String.valueOf(shape.getMessage()).contains("\"q\""), shape.getMessage());

        Problem.Builder<TFloat64> scalarTime = Problem.builder(TFloat64.class)
                .state("z", Shape.of(3, 2))
                .samples()
                .field((tf, t, y, theta) -> y.map(z -> tf.math.mul(z, t)));
        IllegalArgumentException time = assertThrows(IllegalArgumentException.class, scalarTime::build);
        assertTrue(String.valueOf(time.getMessage()).contains("Times.along"), time.getMessage());
    }

    @Test
    void combinationsThatDoNotGoAreRefusedWithARemedy() {
        assertRefused(OWN.withMethod(new Kvaerno3()), "implicit");
        assertRefused(OWN.withMethod(Methods.load().get("explicit_adams")), "multistep");
        assertRefused(OWN.withAdjoint(Adjoint.INTERPOLATING), "checkpointed");
        assertRefused(OWN.withDenseOutput(), "dense output");
        assertRefused(OWN.withOutput(o -> o.withRecordedSteps(10)), "recorded");
        BatchingException backsolve = assertThrows(BatchingException.class, () -> gradient(OWN, RATES));
        assertTrue(String.valueOf(backsolve.getMessage()).contains("checkpointed"), backsolve.getMessage());
        Problem<TFloat64> plain = Problem.builder(TFloat64.class)
                .state("z", Shape.of(3, 2))
                .field((tf, t, y, theta) -> y)
                .build();
        BatchingException undeclared = assertThrows(BatchingException.class, () -> OWN.compile(plain));
        assertTrue(String.valueOf(undeclared.getMessage()).contains("Problem.Builder.samples"));
    }

    private static void assertRefused(Solver solver, String reason) {
        BatchingException refused = assertThrows(BatchingException.class, () -> solver.compile(oscillators(3)));
        assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused.getMessage());
    }
}
