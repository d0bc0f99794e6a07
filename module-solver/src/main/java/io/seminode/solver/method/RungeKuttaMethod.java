package io.seminode.solver.method;

import io.seminode.solver.spi.Named;
import java.util.Optional;

/**
 * A Runge-Kutta method, explicit or diagonally implicit, with step-size control if it estimates its error; or a multistep
 * method that is started by one.
 *
 * <p>This is a service, found as {@link io.seminode.solver.norm.Norm} is: a method is its tableau, there is one loop for
 * all of them.
 */
public interface RungeKuttaMethod extends Named {
    /** The coefficients; those of the method it starts with if it is a multistep method. */
    ButcherTableau tableau();

    /**
     * The coefficients that torchdiffeq has under this name, which {@link io.seminode.solver.AdjointMode#FAITHFUL} solves
     * with; another tableau only where torchdiffeq's is not what the method's authors wrote.
     */
    default ButcherTableau faithfulTableau() {
        return tableau();
    }

    /** How it goes on from the first steps, if it is a multistep method. */
    default Optional<Multistep> multistep() {
        return Optional.empty();
    }

    /** The same as torchdiffeq has it; see {@link #faithfulTableau}. */
    default Optional<Multistep> faithfulMultistep() {
        return multistep();
    }
}
