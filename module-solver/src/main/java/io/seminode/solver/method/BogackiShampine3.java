package io.seminode.solver.method;

/**
 * The pair of Bogacki and Shampine of order 3(2) with four stages, first same as last.
 *
 * <p>Source: P. Bogacki and L. F. Shampine, "A 3(2) pair of Runge-Kutta formulas", Appl. Math. Lett. 2 (1989), pages
 * 321-325. Its dense output is the cubic through both ends, of order 3.
 */
public final class BogackiShampine3 implements RungeKutta {
    private static final double[] END = {2.0 / 9, 1.0 / 3, 4.0 / 9};

    private static final ButcherTableau TABLEAU = new ButcherTableau(
            3,
            new double[] {0, 1.0 / 2, 3.0 / 4, 1},
            new double[][] {{}, {1.0 / 2}, {0, 3.0 / 4}, END},
            Weights.followedByZero(END),
            new double[] {2.0 / 9 - 7.0 / 24, 1.0 / 3 - 1.0 / 4, 4.0 / 9 - 1.0 / 3, -1.0 / 8},
            new double[0]);

    /** For the service loader, and for use without one. */
    public BogackiShampine3() {}

    @Override
    public String name() {
        return "bosh3";
    }

    @Override
    public String description() {
        return "Bogacki-Shampine 3(2), four stages, first same as last (1989)";
    }

    @Override
    public ButcherTableau tableau() {
        return TABLEAU;
    }
}
