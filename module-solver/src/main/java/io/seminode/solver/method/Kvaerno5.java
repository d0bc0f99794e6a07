package io.seminode.solver.method;

/**
 * The pair of Kvaerno of order 5(4) with seven stages for stiff problems: singly diagonally implicit with an explicit first
 * stage, L-stable, stiffly accurate in both solutions.
 *
 * <p>Source: A. Kvaerno, "Singly diagonally implicit Runge-Kutta methods with an explicit first stage", BIT Numer. Math. 44
 * (2004), pages 489-502. Dense output is the cubic through both ends.
 */
public final class Kvaerno5 implements RungeKutta {
    private static final double GAMMA = 0.26;

    private static final double[] EMBEDDED = {
        0.13855640231268224, 0, -0.04245337201752043, 0.02446657898003141, 0.6194303907248068, GAMMA, 0
    };

    private static final double[] WEIGHTS = {
        0.13659751177640292,
        0,
        -0.05496908796538376,
        -0.04118626728321046,
        0.629933048990164,
        0.06962479448202728,
        GAMMA
    };

    private static final ButcherTableau TABLEAU = new ButcherTableau(
            5,
            new double[] {0, 0.52, 1.230333209967908, 0.8957659843500759, 0.43639360985864756, 1, 1},
            new double[][] {
                {},
                {GAMMA, GAMMA},
                {0.13, 0.8403332099679081, GAMMA},
                {0.22371961478320504, 0.476755323197997, -0.06470895363112615, GAMMA},
                {0.16648564323248322, 0.1045001884159172, 0.03631482272098715, -0.13090704451073998, GAMMA},
                {EMBEDDED[0], EMBEDDED[1], EMBEDDED[2], EMBEDDED[3], EMBEDDED[4], GAMMA},
                WEIGHTS
            },
            WEIGHTS,
            Weights.difference(WEIGHTS, EMBEDDED),
            new double[0]);

    /** For the service loader, and for use without one. */
    public Kvaerno5() {}

    @Override
    public String name() {
        return "kvaerno5";
    }

    @Override
    public String description() {
        return "Kvaerno 5(4) for stiff problems, diagonally implicit, seven stages (2004)";
    }

    @Override
    public ButcherTableau tableau() {
        return TABLEAU;
    }
}
