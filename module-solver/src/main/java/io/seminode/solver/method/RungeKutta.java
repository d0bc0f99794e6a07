package io.seminode.solver.method;

/** A Runge-Kutta method, explicit or diagonally implicit, which is its tableau. */
public non-sealed interface RungeKutta extends Method {
    @Override
    default boolean isEstimatingError() {
        return tableau().hasErrorEstimate();
    }
}
