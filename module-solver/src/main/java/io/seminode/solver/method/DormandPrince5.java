package io.seminode.solver.method;

/**
 * The pair of Dormand and Prince of order 5(4) with seven stages, first same as last.
 *
 * <p>Source: J. R. Dormand and P. J. Prince, "A family of embedded Runge-Kutta formulae", J. Comput. Appl. Math. 6
 * (1980), pages 19-26. The error weights and the mid-point weights are those of L. F. Shampine, "Some practical
 * Runge-Kutta formulas", Math. Comp. 46 (1986), pages 135-150, which torchdiffeq uses too.
 */
public final class DormandPrince5 implements RungeKutta {
    private static final double[] WEIGHTS = {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84, 0};

    private static final ButcherTableau TABLEAU = new ButcherTableau(
            5,
            new double[] {0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1},
            new double[][] {
                {},
                {1.0 / 5},
                {3.0 / 40, 9.0 / 40},
                {44.0 / 45, -56.0 / 15, 32.0 / 9},
                {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
                {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
                {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}
            },
            WEIGHTS,
            new double[] {
                35.0 / 384 - 1951.0 / 21600,
                0,
                500.0 / 1113 - 22642.0 / 50085,
                125.0 / 192 - 451.0 / 720,
                -2187.0 / 6784 + 12231.0 / 42400,
                11.0 / 84 - 649.0 / 6300,
                -1.0 / 60
            },
            new double[] {
                6025192743.0 / 30085553152.0 / 2,
                0,
                51252292925.0 / 65400821598.0 / 2,
                -2691868925.0 / 45128329728.0 / 2,
                187940372067.0 / 1594534317056.0 / 2,
                -1776094331.0 / 19743644256.0 / 2,
                11237099.0 / 235043384.0 / 2
            });

    /** For the service loader, and for use without one. */
    public DormandPrince5() {}

    @Override
    public String name() {
        return "dopri5";
    }

    @Override
    public String description() {
        return "Dormand-Prince 5(4), seven stages, first same as last (1980)";
    }

    @Override
    public ButcherTableau tableau() {
        return TABLEAU;
    }
}
