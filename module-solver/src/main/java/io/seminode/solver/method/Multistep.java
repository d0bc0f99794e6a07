package io.seminode.solver.method;

/**
 * A multistep method of Adams: a Runge-Kutta method takes the first steps, and those where the size of steps changes; the
 * others have one size.
 */
public non-sealed interface Multistep extends Method {
    /** How it goes on from its first steps. */
    AdamsFormulas formulas();

    /** No: its steps have constant size. */
    @Override
    default boolean isEstimatingError() {
        return false;
    }
}
