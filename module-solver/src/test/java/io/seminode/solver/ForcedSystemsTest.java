package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.norm.DefaultNorm;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.support.ForcedSystem;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.types.TFloat64;

/** Gradients by what an integrand is rough in: oscillating, stepping and fading forcings, against closed forms. */
class ForcedSystemsTest {
    private static final double[] NOTHING = new double[3];
    private static final List<ForcedSystem> SYSTEMS = List.of(
            ForcedSystem.wave(3, 0.1, 1),
            ForcedSystem.wave(10, 0.1, 1),
            ForcedSystem.wave(40, 0.1, 1),
            new ForcedSystem(0.1, 1, NOTHING, NOTHING, NOTHING, 1, 0),
            new ForcedSystem(0.1, 1, NOTHING, NOTHING, NOTHING, 0, 1),
            // What does not fade out fast: the adjoint is stiff.
            ForcedSystem.wave(3, 20, 1));

    /** Rough in the gradient alone: z does not see a forcing of strength 0. */
    private static final List<ForcedSystem> UNSEEN =
            List.of(ForcedSystem.wave(3, 0.1, 0), ForcedSystem.wave(20, 0.001, 0), ForcedSystem.wave(20, 0.1, 0));

    /** One way for each adjoint; all of them, which takes minutes, with {@code -Dseminode.forced.all=true}. */
    private static Stream<Object[]> ways() {
        List<Object[]> ways = new ArrayList<>();
        boolean all = Boolean.getBoolean("seminode.forced.all");
        for (Adjoint adjoint : Adjoint.values()) {
            ways.add(new Object[] {adjoint, AdjointMode.LAZY, "seminorm"});
            if (all) {
                ways.add(new Object[] {adjoint, AdjointMode.LAZY, "default"});
                ways.add(new Object[] {adjoint, AdjointMode.FAITHFUL, "default"});
                ways.add(new Object[] {adjoint, AdjointMode.FAITHFUL, "seminorm"});
            }
        }
        if (all) {
            for (AdjointMode mode : AdjointMode.values()) {
                for (String norm : List.of("seminorm-t", "rms-seminorm", "linf")) {
                    ways.add(new Object[] {Adjoint.INTERPOLATING, mode, norm});
                }
            }
        }
        return ways.stream();
    }

    private static Solver solver(Adjoint adjoint, AdjointMode mode, String norm, double tolerance) {
        return Solver.create()
                .withTolerances(tolerance, tolerance / 1000)
                .withAdjoint(adjoint)
                .withMode(mode)
                .withNorms(new DefaultNorm(), Norms.load().get(norm))
                .withGradients(g -> g.withStoredSteps(2048));
    }

    /**
     * Each step may be wrong by a tolerance, and there are hundreds. The paper's steps look at z and a_z alone, so that the
     * gradient by k may be off by more where its integrand fades within a step.
     */
    @ParameterizedTest
    @MethodSource("ways")
    void gradientKeepsTheTolerance(Adjoint adjoint, AdjointMode mode, String norm) {
        Solver solver = solver(adjoint, mode, norm, 1e-6);
        boolean isPapers = adjoint == Adjoint.BACKSOLVE && norm.equals("seminorm");
        boolean seesIntegrands = adjoint == Adjoint.INTERPOLATING;
        try (OdeSolver<TFloat64> ode = solver.compile(ForcedSystem.PROBLEM)) {
            List<ForcedSystem> systems = new ArrayList<>(SYSTEMS);
            if (seesIntegrands) {
                systems.addAll(UNSEEN);
            }
            for (ForcedSystem system : systems) {
                double error = system.error(ode, solver);
                assertTrue(error < (isPapers ? 500 : 100), error + " tolerances in " + system);
            }
        }
    }

    /** The paper's method does not see what neither z nor a_z sees; it says so. */
    @ParameterizedTest
    @EnumSource
    void backsolveMissesWhatNothingSeesAndSaysSo(AdjointMode mode) {
        Solver solver = solver(Adjoint.BACKSOLVE, mode, "seminorm", 1e-6);
        try (OdeSolver<TFloat64> ode = solver.compile(ForcedSystem.PROBLEM)) {
            ForcedSystem unseen = ForcedSystem.wave(20, 0.001, 0);
            Gradient gradient = unseen.gradient(ode);
            assertTrue(unseen.error(gradient, solver) > 1000);
            assertTrue(
                    gradient.statistics().unmeasuredError() > 100,
                    gradient.statistics().toString());
            assertTrue(gradient.statistics().unmeasuredWarning().isPresent());
            Gradient seen = ForcedSystem.wave(0.5, 0.1, 1).gradient(ode);
            assertTrue(
                    seen.statistics().unmeasuredWarning().isEmpty(),
                    seen.statistics().toString());
        }
    }

    @Test
    void nothingIsUnmeasuredUnderTheDefaultNorm() {
        Solver solver = solver(Adjoint.BACKSOLVE, AdjointMode.LAZY, "default", 1e-6);
        try (OdeSolver<TFloat64> ode = solver.compile(ForcedSystem.PROBLEM)) {
            assertEquals(
                    0,
                    ForcedSystem.wave(20, 0.001, 0).gradient(ode).statistics().unmeasuredError());
        }
    }

    @Test
    void gradientCheckFindsWhatNothingSees() {
        Map<String, double[]> given = Map.of(
                "k", new double[] {0},
                "decay", new double[] {0.001},
                "sizes", new double[] {1, 0, 0},
                "frequencies", new double[] {20, 0, 0},
                "phases", NOTHING,
                "step", new double[] {0},
                "fading", new double[] {0});
        GradientCheck.Report report = GradientCheck.run(
                Solver.create(),
                ForcedSystem.PROBLEM,
                Map.of("y", new double[] {1}),
                new double[] {0, 10},
                given,
                ExecutionOptions.NATIVE_CPU,
                1);
        assertTrue(report.solveError() > report.bound(), report.toString());
    }

    /** A slice of the search below, with k = 1. */
    @ParameterizedTest
    @EnumSource(
            value = Adjoint.class,
            names = {"BACKSOLVE", "INTERPOLATING"})
    void randomSystems(Adjoint adjoint) {
        Solver solver = solver(adjoint, AdjointMode.LAZY, "seminorm", 1e-6);
        Random random = new Random(1);
        try (OdeSolver<TFloat64> ode = solver.compile(ForcedSystem.PROBLEM)) {
            for (int i = 0; i < 20; i++) {
                ForcedSystem system = ForcedSystem.random(random, 1);
                double error = system.error(ode, solver);
                assertTrue(error < 1000, error + " tolerances in system " + i + ": " + system);
            }
        }
    }

    /**
     * Two hundred random systems at a tolerance of 1e-3, as seen by the solution (k = 1) and not (k = 0): medians and worst errors
     * of the gradient, in tolerances, and how many are off by more than a hundred.
     */
    public static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        for (double k : new double[] {1, 0}) {
            for (Object[] way : List.of(
                    new Object[] {Adjoint.BACKSOLVE, AdjointMode.LAZY, "seminorm"},
                    new Object[] {Adjoint.BACKSOLVE, AdjointMode.FAITHFUL, "seminorm"},
                    new Object[] {Adjoint.BACKSOLVE, AdjointMode.FAITHFUL, "default"},
                    new Object[] {Adjoint.INTERPOLATING, AdjointMode.LAZY, "seminorm"})) {
                Solver solver = solver((Adjoint) way[0], (AdjointMode) way[1], (String) way[2], 1e-3);
                search(solver, way, k, count);
            }
        }
    }

    private static void search(Solver solver, Object[] way, double k, int count) {
        Random random = new Random(7);
        List<Double> errors = new ArrayList<>();
        long evaluations = 0;
        int warned = 0;
        String worst = "";
        try (OdeSolver<TFloat64> ode = solver.compile(ForcedSystem.PROBLEM)) {
            for (int i = 0; i < count; i++) {
                ForcedSystem system = ForcedSystem.random(random, k);
                Gradient gradient = system.gradient(ode);
                double error = system.error(gradient, solver);
                evaluations += gradient.statistics().evaluations();
                boolean warns = gradient.statistics().unmeasuredWarning().isPresent();
                warned += warns ? 1 : 0;
                if (errors.stream().allMatch(e -> e < error)) {
                    worst = "system " + i + (warns ? ", warned of" : "");
                }
                errors.add(error);
            }
        }
        errors.sort(null);
        System.out.printf(
                Locale.ROOT,
                "| %s, %s, `%s` | %.0f | %.0e | %.2g | %.2g (%s) | %d | %d | %d |%n",
                ((Adjoint) way[0]).id(),
                ((AdjointMode) way[1]).name().toLowerCase(Locale.ROOT),
                way[2],
                k,
                solver.tolerance().rtol(),
                errors.get(count / 2),
                errors.get(count - 1),
                worst,
                errors.stream().filter(e -> e > 100).count(),
                warned,
                evaluations / count);
    }
}
