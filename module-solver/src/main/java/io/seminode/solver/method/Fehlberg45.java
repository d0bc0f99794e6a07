package io.seminode.solver.method;

/**
 * The pair of Fehlberg of order 5(4) with six stages; the solution of order 5 is carried on.
 *
 * <p>Source: E. Fehlberg, "Low-order classical Runge-Kutta formulas with stepsize control and their application to some
 * heat transfer problems", NASA Technical Report 315 (1969), RK4(5), formula 2. Fehlberg carried on the solution of order
 * 4; that of order 5 is carried on since L. F. Shampine and H. A. Watts, "The art of writing a Runge-Kutta code II", Appl.
 * Math. Comput. 5 (1979), pages 93-121. Dense output is the cubic through both ends.
 */
public final class Fehlberg45 implements RungeKutta {
    private static final double[] WEIGHTS = {16.0 / 135, 0, 6656.0 / 12825, 28561.0 / 56430, -9.0 / 50, 2.0 / 55};

    private static final ButcherTableau TABLEAU = new ButcherTableau(
            5,
            new double[] {0, 1.0 / 4, 3.0 / 8, 12.0 / 13, 1, 1.0 / 2},
            new double[][] {
                {},
                {1.0 / 4},
                {3.0 / 32, 9.0 / 32},
                {1932.0 / 2197, -7200.0 / 2197, 7296.0 / 2197},
                {439.0 / 216, -8, 3680.0 / 513, -845.0 / 4104},
                {-8.0 / 27, 2, -3544.0 / 2565, 1859.0 / 4104, -11.0 / 40}
            },
            WEIGHTS,
            Weights.difference(WEIGHTS, new double[] {25.0 / 216, 0, 1408.0 / 2565, 2197.0 / 4104, -1.0 / 5, 0}),
            new double[0]);

    /** For the service loader, and for use without one. */
    public Fehlberg45() {}

    @Override
    public String name() {
        return "fehlberg45";
    }

    @Override
    public String description() {
        return "Fehlberg 5(4), six stages (1969)";
    }

    @Override
    public ButcherTableau tableau() {
        return TABLEAU;
    }
}
