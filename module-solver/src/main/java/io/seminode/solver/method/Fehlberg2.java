package io.seminode.solver.method;

/**
 * The pair of Fehlberg of order 2(1) with three stages; the solution of order 2 is carried on.
 *
 * <p>Source: E. Fehlberg, "Low-order classical Runge-Kutta formulas with stepsize control and their application to some
 * heat transfer problems", NASA Technical Report 315 (1969), RK1(2). Dense output is the cubic through both ends.
 *
 * <p>torchdiffeq takes the last stage for the derivative at the end, which saves one of three evaluations, and
 * interpolates through y + h/2 k_2, which has order 1: that is its {@link #faithfulTableau}.
 */
public final class Fehlberg2 implements RungeKuttaMethod {
    private static final ButcherTableau TABLEAU = new ButcherTableau(
            2,
            new double[] {0, 1.0 / 2, 1},
            new double[][] {{}, {1.0 / 2}, {1.0 / 256, 255.0 / 256}},
            new double[] {1.0 / 512, 255.0 / 256, 1.0 / 512},
            new double[] {-1.0 / 512, 0, 1.0 / 512},
            new double[0]);

    private static final ButcherTableau FAITHFUL =
            TABLEAU.withMidWeights(0, 0.5, 0).takingLastStageForEnd();

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

    @Override
    public ButcherTableau faithfulTableau() {
        return FAITHFUL;
    }
}
