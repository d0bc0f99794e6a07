package io.seminode.models.file;

import io.seminode.solver.Adjoint;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Solver;
import io.seminode.solver.control.StepControllers;
import io.seminode.solver.method.RungeKuttaMethods;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.spi.Providers;
import io.seminode.solver.spi.UnknownProviderException;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A solver by the names of its parts.
 *
 * @param method the Runge-Kutta method's name
 * @param rtol relative tolerance
 * @param atol absolute tolerance
 * @param forwardNorm name of the norm of the forward solve
 * @param adjointNorm name of the norm of the backward solve
 * @param controller the step controller's name
 * @param mode faithful or lazy
 * @param adjoint how gradients are taken back
 * @param bounds of its steps
 */
public record SolverSettings(
        String method,
        double rtol,
        double atol,
        String forwardNorm,
        String adjointNorm,
        String controller,
        String mode,
        String adjoint,
        Bounds bounds) {

    /** With the solver's own bounds. */
    public SolverSettings(
            String method,
            double rtol,
            double atol,
            String forwardNorm,
            String adjointNorm,
            String controller,
            String mode,
            String adjoint) {
        this(method, rtol, atol, forwardNorm, adjointNorm, controller, mode, adjoint, Bounds.DEFAULT);
    }

    /**
     * What bounds a solver's steps, and what it keeps of them.
     *
     * @param firstStep size of the first step, 0 to have it chosen
     * @param minStep no step is smaller
     * @param maxStep no step is larger; null if there is no such bound
     * @param storedSteps how many steps are kept for an adjoint
     * @param memoryBudget bytes that this may take
     */
    public record Bounds(
            double firstStep, double minStep, @Nullable Double maxStep, int storedSteps, long memoryBudget) {
        /** Those of a solver of whom nothing was asked. */
        public static final Bounds DEFAULT = of(Solver.create());

        static Bounds of(Solver solver) {
            double largest = solver.stepOptions().largest();
            return new Bounds(
                    solver.stepOptions().first(),
                    solver.stepOptions().smallest(),
                    Double.isInfinite(largest) ? null : largest,
                    solver.storedSteps(),
                    solver.memoryBudget());
        }

        private Solver with(Solver solver) {
            return solver.withStepOptions(solver.stepOptions()
                            .withFirst(firstStep)
                            .withLargest(maxStep == null ? Double.POSITIVE_INFINITY : maxStep)
                            .withSmallest(minStep))
                    .withStoredSteps(storedSteps)
                    .withMemoryBudget(memoryBudget);
        }

        /** For reports: in a few words. */
        public String describe() {
            return "first step " + (firstStep == 0 ? "chosen" : firstStep) + ", steps from " + minStep
                    + (maxStep == null ? "" : " to " + maxStep) + ", " + storedSteps + " stored in "
                    + (memoryBudget >> 20) + " MiB";
        }
    }

    /** The settings of a solver. */
    public static SolverSettings of(Solver solver) {
        return new SolverSettings(
                solver.method().name(),
                solver.rtol(),
                solver.atol(),
                solver.forwardNorm().name(),
                solver.adjointNorm().name(),
                solver.controller().name(),
                solver.mode().id(),
                solver.adjoint().id(),
                Bounds.of(solver));
    }

    /**
     * The solver.
     *
     * @throws UnknownProviderException if a part of that name is not there; the message lists those that are
     * @throws IllegalArgumentException if a tolerance cannot be right
     */
    public Solver solver() {
        Providers<Norm> norms = Norms.load();
        return bounds.with(Solver.create())
                .withMethod(RungeKuttaMethods.load().get(method))
                .withController(StepControllers.load().get(controller))
                .withTolerances(rtol, atol)
                .withNorms(norms.get(forwardNorm), norms.get(adjointNorm))
                .withMode(one("mode", AdjointMode.values(), AdjointMode::id, mode))
                .withAdjoint(one("adjoint", Adjoint.values(), Adjoint::id, adjoint));
    }

    private static <E> E one(String what, E[] all, Function<E, String> id, String wanted) {
        return Arrays.stream(all)
                .filter(candidate -> id.apply(candidate).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new UnknownProviderException("Unknown " + what + " \"" + wanted + "\"; known are "
                        + Arrays.stream(all).map(id).collect(Collectors.joining(", ")) + "."));
    }
}
