package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.norm.DefaultNorm;
import io.seminode.solver.norm.MaximumNorm;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.spi.UnknownProviderException;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** Settings and arguments that cannot be right are refused before anything is computed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SolverSettingsTest {
    private static final Map<String, double[]> Y0 = Map.of("z", new double[] {1, 2});
    private static final Map<String, double[]> PARAMETERS = Map.of("w", new double[] {1, 1});

    private final Problem<TFloat64> problem = Problem.builder(TFloat64.class)
            .state("z", Shape.of(2))
            .parameter("w", Shape.of(2))
            .field((tf, t, y, theta) -> io.seminode.solver.state.NamedOperands.of(
                    "z", tf.math.mul(theta.get("w"), tf.math.neg(y.get("z")))))
            .build();
    private final OdeSolver<TFloat64> solver = Solver.create().compile(problem, ExecutionOptions.NATIVE_CPU);

    @AfterAll
    void close() {
        solver.close();
    }

    @ParameterizedTest
    @CsvSource({"-1e-3, 1e-6", "1e-3, -1e-6", "0, 0", "NaN, 1e-6", "1e-3, NaN", "Infinity, 1e-6", "1e-3, Infinity"})
    void tolerances(double rtol, double atol) {
        Solver defaults = Solver.create();
        assertThrows(IllegalArgumentException.class, () -> defaults.withTolerances(rtol, atol));
    }

    @Test
    void oneToleranceMayBeZero() {
        assertEquals(0, Solver.create().withTolerances(0, 1e-6).tolerance().rtol());
        assertEquals(0, Solver.create().withTolerances(1e-3, 0).tolerance().atol());
    }

    @Test
    void tolerancesOfAPartThatIsNotThere() {
        Solver misspelt = Solver.create().withTolerances("z0", 1e-3, 1e-6);
        UnknownPartException error = assertThrows(UnknownPartException.class, () -> misspelt.compile(problem));
        assertEquals("z0", error.part());
        assertTrue(error.getMessage().contains("z, a_z, a_theta.w, a_t"), error.getMessage());
    }

    @Test
    void tolerancesOfThePartsOfAnAdjoint() {
        Solver known = Solver.create().withTolerances("a_z", 1e-3, 1e-6).withTolerances("a_theta.w", 1e-3, 1e-6);
        try (OdeSolver<TFloat64> compiled = known.compile(problem)) {
            assertEquals(2, compiled.solve(Y0, new double[] {0, 1}, PARAMETERS).times().length);
        }
    }

    @Test
    void limits() {
        Solver defaults = Solver.create();
        assertThrows(IllegalArgumentException.class, () -> defaults.withMaxSteps(0));
        assertThrows(IllegalArgumentException.class, () -> defaults.withOutput(o -> o.withRecordedSteps(-1)));
        assertThrows(IllegalArgumentException.class, () -> defaults.withGradients(g -> g.withStoredSteps(0)));
        assertThrows(IllegalArgumentException.class, () -> defaults.withGradients(g -> g.withMemoryBudget(0)));
        Solver dense = defaults.withDenseOutput();
        assertThrows(IllegalArgumentException.class, () -> dense.withAdjoint(Adjoint.CHECKPOINTED));
    }

    @Test
    void noOutputTimes() {
        assertThrows(IllegalArgumentException.class, () -> solver.solve(Y0, new double[0], PARAMETERS));
    }

    /** A function for each number of times: nobody says the number twice. */
    @Test
    void oneSolverForAnyNumberOfTimes() {
        double[] few = solver.solve(Y0, new double[] {0, 1}, PARAMETERS).last("z");
        double[] more =
                solver.solve(Y0, new double[] {0, 0.5, 0.75, 1}, PARAMETERS).last("z");
        assertArrayEquals(few, more, 1e-3);
    }

    @Test
    void namesStandForProviders() {
        Solver named = Solver.create().withMethod("tsit5").withController("pi").withNorm("seminorm-t");
        assertEquals(
                List.of("tsit5", "pi", "seminorm-t"),
                List.of(
                        named.method().name(),
                        named.controller().name(),
                        named.norms().adjoint().name()));
        assertThrows(UnknownProviderException.class, () -> Solver.create().withMethod("dopri6"));
    }

    @Test
    void changedCopiesDifferInOneThing() {
        Solver solver = Solver.create()
                .withTolerances(1e-4, 1e-7)
                .withNorms(new DefaultNorm(), new MaximumNorm())
                .withMode(AdjointMode.FAITHFUL)
                .withAdjoint(Adjoint.INTERPOLATING)
                .withGradients(g -> g.withStoredSteps(14).withMemoryBudget(13))
                .withDenseOutput()
                .withMaxSteps(11)
                .withOutput(o -> o.withRecordedSteps(12));
        assertEquals(1e-4, solver.tolerance().rtol());
        assertEquals(1e-7, solver.tolerance().atol());
        assertEquals("default", solver.norms().forward().name());
        assertEquals("linf", solver.norms().adjoint().name());
        assertEquals(AdjointMode.FAITHFUL, solver.gradients().mode());
        assertEquals(Adjoint.INTERPOLATING, solver.gradients().adjoint());
        assertEquals(14, solver.gradients().storedSteps());
        assertEquals(13, solver.gradients().memoryBudget());
        assertTrue(solver.output().dense());
        assertEquals(11, solver.limits().maxSteps());
        assertEquals(12, solver.output().recordedSteps());
        assertEquals(Solver.create().controller().name(), solver.controller().name());
        assertEquals(Solver.create().method().name(), solver.method().name());
    }

    @Test
    void normByName() {
        assertEquals("rms", Solver.create().withNorm("rms").norms().forward().name());
        Solver defaults = Solver.create();
        assertThrows(UnknownProviderException.class, () -> defaults.withNorm("seminrom"));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0.5", "0, 1, 0", "2, 1, 1.5", "0, NaN, 1", "NaN, 1, 2", "0, 1, NaN", "0, 1, Infinity"})
    void timesThatAreNotMonotoneAndFinite(double t0, double t1, double t2) {
        double[] times = {t0, t1, t2};
        assertThrows(IllegalArgumentException.class, () -> solver.solve(Y0, times, PARAMETERS));
    }

    @Test
    void missingValuesAreNamed() {
        double[] times = {0, 1, 2};
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> solver.solve(Map.of(), times, PARAMETERS));
        assertTrue(e.getMessage().contains("\"z\""), e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> solver.solve(Y0, times, Map.of()));
        assertTrue(e.getMessage().contains("\"w\""), e.getMessage());
        Solution solution = solver.solve(Y0, times, PARAMETERS);
        e = assertThrows(IllegalArgumentException.class, () -> solver.gradient(solution, Map.of(), PARAMETERS));
        assertTrue(e.getMessage().contains("\"z\""), e.getMessage());
    }

    @Test
    void valuesOfTheWrongSize() {
        double[] times = {0, 1, 2};
        Map<String, double[]> three = Map.of("z", new double[3]);
        assertThrows(IllegalArgumentException.class, () -> solver.solve(three, times, PARAMETERS));
        Map<String, double[]> one = Map.of("w", new double[1]);
        assertThrows(IllegalArgumentException.class, () -> solver.solve(Y0, times, one));
        Solution solution = solver.solve(Y0, times, PARAMETERS);
        Map<String, double[]> cotangents = Map.of("z", new double[4]);
        assertThrows(IllegalArgumentException.class, () -> solver.gradient(solution, cotangents, PARAMETERS));
    }

    @Test
    void solutionIsReadByPartAndTime() {
        Solution solution = solver.solve(Y0, new double[] {0, 1, 2}, PARAMETERS);
        assertEquals(2, solution.get("z", 0)[1]);
        assertEquals(Math.exp(-2), solution.last("z")[0], 1e-3);
        assertThrows(IllegalArgumentException.class, () -> solution.get("w", 0));
        assertThrows(IndexOutOfBoundsException.class, () -> solution.get("z", 3));
        assertThrows(IndexOutOfBoundsException.class, () -> solution.get("z", -1));
        solution.times()[0] = 77;
        solution.get("z", 0)[0] = 77;
        assertEquals(0, solution.times()[0]);
        assertEquals(1, solution.get("z", 0)[0]);
    }

    @Test
    void closedIsClosed() {
        OdeSolver<TFloat64> closed = Solver.create().compile(problem, ExecutionOptions.NATIVE_CPU);
        double[] times = {0, 1};
        Solution solution = closed.solve(Y0, times, PARAMETERS);
        closed.close();
        closed.close();
        assertThrows(IllegalStateException.class, () -> closed.solve(Y0, times, PARAMETERS));
        Map<String, double[]> cotangents = Map.of("z", new double[4]);
        assertThrows(IllegalStateException.class, () -> closed.gradient(solution, cotangents, PARAMETERS));
        assertThrows(IllegalStateException.class, () -> closed.gradient(solution, cotangents, List.of(), PARAMETERS));
        OdeSolver<TFloat64> unused = Solver.create().compile(problem, ExecutionOptions.NATIVE_CPU);
        unused.close();
        assertThrows(IllegalStateException.class, () -> unused.solve(Y0, times, PARAMETERS));
    }
}
