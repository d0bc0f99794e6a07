package io.seminode.solver.method;

/**
 * The pair of Kvaerno of order 3(2) with four stages for stiff problems: singly diagonally implicit with an explicit first
 * stage, L-stable, stiffly accurate in both solutions.
 *
 * <p>Source: A. Kvaerno, "Singly diagonally implicit Runge-Kutta methods with an explicit first stage", BIT Numer. Math. 44
 * (2004), pages 489-502. The coefficients follow from gamma, the root near 0.436 of 6 g^3 - 18 g^2 + 9 g = 1, and the
 * conditions of order. Dense output is the cubic through both ends.
 */
public final class Kvaerno3 implements RungeKutta {
    private static final double GAMMA = 0.435866521508459;

    private static final ButcherTableau TABLEAU = tableau(GAMMA);

    private static ButcherTableau tableau(double gamma) {
        double a32 = (0.5 - gamma) / (2 * gamma);
        double b2 = 1 / (12 * gamma * (1 - 2 * gamma));
        double b3 = 0.5 - gamma - 2 * gamma * b2;
        double[] embedded = {1 - gamma - a32, a32, gamma, 0};
        double[] weights = {1 - gamma - b2 - b3, b2, b3, gamma};
        return new ButcherTableau(
                3,
                new double[] {0, 2 * gamma, 1, 1},
                new double[][] {{}, {gamma, gamma}, {embedded[0], a32, gamma}, weights},
                weights,
                Weights.difference(weights, embedded),
                new double[0]);
    }

    /** For the service loader, and for use without one. */
    public Kvaerno3() {}

    @Override
    public String name() {
        return "kvaerno3";
    }

    @Override
    public String description() {
        return "Kvaerno 3(2) for stiff problems, diagonally implicit, four stages (2004)";
    }

    @Override
    public ButcherTableau tableau() {
        return TABLEAU;
    }
}
