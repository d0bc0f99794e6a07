package io.seminode.solver.method;

import io.seminode.solver.spi.Named;

/**
 * An explicit Runge-Kutta method, with step-size control if it estimates its error.
 *
 * <p>This is a service, found as {@link io.seminode.solver.norm.Norm} is: a method is its tableau, there is one loop for
 * all of them.
 */
public interface RungeKuttaMethod extends Named {
    /** The coefficients. */
    ButcherTableau tableau();

    /**
     * The coefficients that torchdiffeq has under this name, which {@link io.seminode.solver.AdjointMode#FAITHFUL} solves
     * with; another tableau only where torchdiffeq's is not what the method's authors wrote.
     */
    default ButcherTableau faithfulTableau() {
        return tableau();
    }
}
