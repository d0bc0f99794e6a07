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
 */
public record SolverSettings(
        String method,
        double rtol,
        double atol,
        String forwardNorm,
        String adjointNorm,
        String controller,
        String mode,
        String adjoint) {

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
                solver.adjoint().id());
    }

    /**
     * The solver.
     *
     * @throws UnknownProviderException if a part of that name is not there; the message lists those that are
     * @throws IllegalArgumentException if a tolerance cannot be right
     */
    public Solver solver() {
        Providers<Norm> norms = Norms.load();
        return Solver.create()
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
