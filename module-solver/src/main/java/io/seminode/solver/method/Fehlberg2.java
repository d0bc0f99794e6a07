package io.seminode.solver.method;

/**
 * The pair of Fehlberg of order 2(1) with three stages; the solution of order 2 is carried on.
 *
 * <p>Source: E. Fehlberg, "Low-order classical Runge-Kutta formulas with stepsize control and their application to some
 * heat transfer problems", NASA Technical Report 315 (1969), RK1(2). Dense output is the cubic through both ends.
 */
public final class Fehlberg2 implements RungeKutta {
    private static final ButcherTableau TABLEAU = new ButcherTableau(
            2,
            new double[] {0, 1.0 / 2, 1},
            new double[][] {{}, {1.0 / 2}, {1.0 / 256, 255.0 / 256}},
            new double[] {1.0 / 512, 255.0 / 256, 1.0 / 512},
            new double[] {-1.0 / 512, 0, 1.0 / 512},
            new double[0]);

    /** For the service loader, and for use without one. */
    public Fehlberg2() {}

    @Override
    public String name() {
        return "fehlberg2";
    }

    @Override
    public String description() {
        return "Fehlberg 2(1), three stages (1969)";
    }

    @Override
    public ButcherTableau tableau() {
        return TABLEAU;
    }
}
