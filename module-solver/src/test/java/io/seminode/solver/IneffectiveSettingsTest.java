package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.Solver.Setting;
import io.seminode.solver.control.ConstantController;
import io.seminode.solver.control.PiController;
import io.seminode.solver.method.DormandPrince5;
import io.seminode.solver.method.ExplicitAdams;
import io.seminode.solver.method.ImplicitAdams;
import io.seminode.solver.method.Method;
import io.seminode.solver.method.Methods;
import io.seminode.solver.method.RungeKutta4;
import io.seminode.solver.norm.MaximumNorm;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.norm.PooledRms;
import io.seminode.solver.norm.Seminorm;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** What is set and changes nothing is said, and what is said changes nothing; what changes something is not said. */
class IneffectiveSettingsTest {
    private static final Map<String, double[]> Y0 = Map.of("z", new double[] {1, 2}, "q", new double[] {0, 0});
    private static final Map<String, double[]> PARAMETERS = Map.of("w", new double[] {1, 3});
    private static final double[] TIMES = {0, 0.7, 1.3};

    /** A part that is coupled, its integral, and a parameter. */
    private final Problem<TFloat64> problem = Problem.builder(TFloat64.class)
            .state("z", Shape.of(2))
            .state("q", Shape.of(2))
            .parameter("w", Shape.of(2))
            .samples()
            .field((tf, t, y, theta) -> NamedOperands.of(
                    List.of("z", "q"),
                    List.of(
                            tf.math.mul(theta.get("w"), tf.math.neg(tf.math.sin(y.get("z")))),
                            tf.math.mul(y.get("z"), y.get("z")))))
            .build();

    private static final Solver DEFAULT = Solver.create();
    private static final Solver FIXED = DEFAULT.withMethod(new RungeKutta4()).withFirstStep(0.1);
    private static final Map<Solver, double[]> SOLVED = new HashMap<>();

    static Stream<Arguments> without() {
        return Stream.of(
                Arguments.of(
                        "norm of the forward solve, \"linf\"",
                        FIXED,
                        FIXED.withNorms(new MaximumNorm(), FIXED.norms().adjoint())),
                Arguments.of(
                        "norm of the backward solve, \"rms\"",
                        FIXED,
                        FIXED.withNorms(FIXED.norms().forward(), new PooledRms())),
                Arguments.of(
                        "norm of the backward solve, \"rms\", has no effect: no error of constant steps",
                        DEFAULT.withConstantSteps(0.1),
                        DEFAULT.withConstantSteps(0.1).withNorms(DEFAULT.norms().forward(), new PooledRms())),
                Arguments.of(
                        "\"linf\", has no effect: the checkpointed adjoint",
                        DEFAULT.withAdjoint(Adjoint.CHECKPOINTED),
                        DEFAULT.withAdjoint(Adjoint.CHECKPOINTED)
                                .withNorms(DEFAULT.norms().forward(), new MaximumNorm())),
                Arguments.of("rtol 1.0E-9 and atol 1.0E-9", FIXED, FIXED.withTolerances(1e-9, 1e-9)),
                Arguments.of("controller \"pi\"", FIXED, FIXED.withController(new PiController())),
                Arguments.of(
                        "tolerances of parts \"a_theta.w\", \"q\" have no effect: method \"rk4\"",
                        FIXED,
                        FIXED.withTolerances("q", 1e-9, 1e-9).withTolerances("a_theta.w", 1e-9, 1e-9)),
                Arguments.of(
                        "tolerance of part \"a_theta.w\" has no effect: norm \"default\" forward and norm \"seminorm\"",
                        DEFAULT,
                        DEFAULT.withTolerances("a_theta.w", 1e-9, 1e-9)),
                Arguments.of(
                        "tolerance of part \"q\" has no effect",
                        DEFAULT.withNorms(new Seminorm(), new Seminorm()),
                        DEFAULT.withNorms(new Seminorm(), new Seminorm()).withTolerances("q", 1e-9, 1e-9)),
                Arguments.of(
                        "forward and the checkpointed adjoint measure",
                        DEFAULT.withAdjoint(Adjoint.CHECKPOINTED),
                        DEFAULT.withAdjoint(Adjoint.CHECKPOINTED).withTolerances("a_z", 1e-9, 1e-9)),
                Arguments.of("smallest step, 0.05", FIXED, FIXED.withSteps(s -> s.withSmallest(0.05))),
                Arguments.of(
                        "smallest step, 0.05, has no effect: a step of constant size leads from output",
                        FIXED.withFirstStep(0),
                        FIXED.withFirstStep(0).withSteps(s -> s.withSmallest(0.05))),
                Arguments.of("largest step, 0.5", FIXED, FIXED.withSteps(s -> s.withLargest(0.5))),
                Arguments.of(
                        "first step, 0.5, has no effect: no step is larger than 0.1",
                        FIXED.withFirstStep(0).withSteps(s -> s.withLargest(0.1)),
                        FIXED.withSteps(s -> s.withLargest(0.1)).withFirstStep(0.5)),
                Arguments.of("number of stored steps, 20", DEFAULT, DEFAULT.withGradients(g -> g.withStoredSteps(20))),
                Arguments.of(
                        "memory budget, 4096 bytes", DEFAULT, DEFAULT.withGradients(g -> g.withMemoryBudget(4096))),
                Arguments.of(
                        "Linear interpolation",
                        FIXED.withFirstStep(0),
                        FIXED.withFirstStep(0).withOutput(o -> o.withLinear(true))),
                Arguments.of(
                        "Batching per-sample",
                        FIXED.withAdjoint(Adjoint.CHECKPOINTED),
                        FIXED.withAdjoint(Adjoint.CHECKPOINTED).withBatching(Batching.PER_SAMPLE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void without(String said, Solver plain, Solver told) {
        assertEquals(
                List.of(),
                plain.ineffective(problem).stream()
                        .filter(sentence -> sentence.contains(said))
                        .toList());
        List<String> found = told.ineffective(problem);
        assertEquals(1 + plain.ineffective(problem).size(), found.size(), found::toString);
        assertTrue(found.stream().anyMatch(sentence -> sentence.contains(said)), found::toString);
        assertArrayEquals(
                SOLVED.computeIfAbsent(plain, this::numbers),
                numbers(told),
                1e-12); // samples are summed in another order
    }

    static Stream<Arguments> with() {
        return Stream.of(
                Arguments.of(DEFAULT, DEFAULT.withNorms(new MaximumNorm(), new MaximumNorm())),
                Arguments.of(DEFAULT, DEFAULT.withTolerances(1e-9, 1e-9)),
                Arguments.of(DEFAULT, DEFAULT.withController(new PiController())),
                Arguments.of(DEFAULT, DEFAULT.withTolerances("a_z", 1e-9, 1e-9)),
                Arguments.of(DEFAULT, DEFAULT.withTolerances("q", 1e-9, 1e-9)),
                Arguments.of(
                        DEFAULT.withAdjoint(Adjoint.INTERPOLATING),
                        DEFAULT.withAdjoint(Adjoint.INTERPOLATING).withTolerances("a_theta.w", 1e-9, 1e-9)),
                Arguments.of(
                        FIXED.withMethod(new ImplicitAdams()),
                        FIXED.withMethod(new ImplicitAdams()).withTolerances(1e-9, 1e-9)),
                Arguments.of(FIXED.withFirstStep(0), FIXED.withFirstStep(0).withSteps(s -> s.withLargest(0.3))),
                Arguments.of(
                        DEFAULT.withMode(AdjointMode.FAITHFUL),
                        DEFAULT.withMode(AdjointMode.FAITHFUL).withOutput(o -> o.withLinear(true))),
                Arguments.of(
                        DEFAULT.withAdjoint(Adjoint.CHECKPOINTED),
                        DEFAULT.withAdjoint(Adjoint.CHECKPOINTED).withBatching(Batching.PER_SAMPLE)));
    }

    @ParameterizedTest
    @MethodSource
    void with(Solver plain, Solver told) {
        assertEquals(List.of(), told.ineffective(problem));
        assertFalse(Arrays.equals(SOLVED.computeIfAbsent(plain, this::numbers), numbers(told)));
    }

    /** Values and gradients. */
    private double[] numbers(Solver solver) {
        try (OdeSolver<TFloat64> compiled = solver.compileSilently(problem, ExecutionOptions.NATIVE_CPU)) {
            Solution solution = compiled.solve(Y0, TIMES, PARAMETERS);
            double[] ones = {1, 1, 1, 1, 1, 1};
            Gradient gradient = compiled.gradient(solution, Map.of("z", ones, "q", ones), PARAMETERS);
            return Stream.of(solution.all("z"), solution.all("q"), gradient.state("z"), gradient.parameter("w"))
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
        }
    }

    @Test
    void nothingIsSaidOfWhatNobodyAskedFor() {
        for (String name : Methods.load().names()) {
            Method method = Methods.load().get(name);
            for (AdjointMode mode : AdjointMode.values()) {
                for (Adjoint adjoint : Adjoint.values()) {
                    Solver solver = DEFAULT.withMethod(method).withMode(mode).withAdjoint(adjoint);
                    assertEquals(List.of(), solver.ineffective(problem), name);
                }
            }
        }
    }

    @Test
    void nothingIsSaidOfNormsThatMeasureSteps() {
        for (String name : Norms.load().names()) {
            assertEquals(List.of(), DEFAULT.withNorm(name).ineffective(problem), name);
            assertEquals(
                    List.of(),
                    DEFAULT.withNorm(name)
                            .withMode(AdjointMode.FAITHFUL)
                            .ineffective(setting -> setting == Setting.ADJOINT_NORM),
                    name);
        }
    }

    @Test
    void whatSomebodyChoseIsSaidThoughItIsTheDefault() {
        Solver adams = DEFAULT.withMethod(new ExplicitAdams());
        assertEquals(
                List.of(
                        "The norm of the backward solve, \"seminorm\", has no effect: method \"rk4\" estimates no error."),
                DEFAULT.withMethod(new RungeKutta4()).ineffective(setting -> setting == Setting.ADJOINT_NORM));
        assertEquals(
                List.of(
                        "Mode lazy has no effect on integrals: method \"explicit_adams\" remembers the derivatives of every"
                                + " part."),
                adams.ineffective(setting -> setting == Setting.MODE));
    }

    @Test
    void aNormThatMeasuresNoPart() {
        Problem<TFloat64> integral = Problem.builder(TFloat64.class)
                .state("q", Shape.scalar())
                .field((tf, t, y, theta) -> NamedOperands.of("q", tf.math.sin(t)))
                .build();
        List<String> found = DEFAULT.withNorms(new Seminorm(), new Seminorm()).ineffective(integral);
        assertEquals(1, found.size(), found::toString);
        assertTrue(found.get(0).contains("\"seminorm\", leaves out has no effect"), found::toString);
    }

    @Test
    void aControllerComesBackWithAMethodThatEstimatesItsError() {
        Solver solver = DEFAULT.withController(new PiController()).withMethod(new RungeKutta4());
        assertEquals(new ConstantController(), solver.controller());
        assertEquals("pi", solver.withMethod(new DormandPrince5()).controller().name());
        assertNotEquals(
                new ConstantController(),
                DEFAULT.withMethod(new RungeKutta4())
                        .withMethod(new DormandPrince5())
                        .controller());
    }
}
