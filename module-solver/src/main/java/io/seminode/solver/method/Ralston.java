package io.seminode.solver.method;

/**
 * Ralston's method of order 2, with the smallest bound of the error among those of two stages.
 *
 * <p>Source: A. Ralston, "Runge-Kutta methods with minimum error bounds", Math. Comp. 16 (1962), pages 431-437. It estimates no error, so that its steps have constant size. Dense output is the cubic through both ends.
 */
public final class Ralston implements RungeKutta {
    private static final ButcherTableau TABLEAU = new ButcherTableau(
            2, new double[] {0, 2.0 / 3}, new double[][] {{}, {2.0 / 3}}, new double[] {1.0 / 4, 3.0 / 4});

    /** For the service loader, and for use without one. */
    public Ralston() {}

    @Override
    public String name() {
        return "ralston";
    }

    @Override
    public String description() {
        return "Ralston's method, order 2, constant steps (1962)";
    }

    @Override
    public ButcherTableau tableau() {
        return TABLEAU;
    }
}
