package io.seminode.solver.method;

import io.seminode.solver.spi.Named;

/**
 * How a step is taken: by a {@link RungeKutta} method, explicit or diagonally implicit, or by a {@link Multistep} method that
 * is started by one.
 *
 * <p>This is a service, found as {@link io.seminode.solver.norm.Norm} is: a class of your own implements one of the two and is
 * provided as a {@code Method}. There is one loop for all of them.
 */
public sealed interface Method extends Named permits RungeKutta, Multistep {
    /** The coefficients of its Runge-Kutta steps: of all it takes, or of those that a multistep method starts with. */
    ButcherTableau tableau();

    /** Whether it estimates the error of a step, so that a controller can choose its size; else steps have constant size. */
    boolean isEstimatingError();
}
