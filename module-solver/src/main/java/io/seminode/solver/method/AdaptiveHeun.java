package io.seminode.solver.method;

/**
 * Heun's method of order 2 with Euler's inside as error estimate.
 *
 * <p>Source: K. Heun, "Neue Methoden zur approximativen Integration der Differentialgleichungen einer unabhaengigen
 * Veraenderlichen", Z. Math. Phys. 45 (1900), pages 23-38. Dense output is the cubic through both ends.
 *
 * <p>torchdiffeq takes the last stage for the derivative at the end, which saves one of two evaluations, and interpolates
 * through y + h/2 k_1, which has order 1: that is its {@link #faithfulTableau}.
 */
public final class AdaptiveHeun implements RungeKuttaMethod {
    private static final ButcherTableau TABLEAU = new ButcherTableau(
            2,
            new double[] {0, 1},
            new double[][] {{}, {1}},
            new double[] {0.5, 0.5},
            new double[] {0.5, -0.5},
            new double[0]);

    private static final ButcherTableau FAITHFUL =
            TABLEAU.withMidWeights(0.5, 0).takingLastStageForEnd();

    /** For the service loader, and for use without one. */
    public AdaptiveHeun() {}

    @Override
    public String name() {
        return "adaptive_heun";
    }

    @Override
    public String description() {
        return "Heun's method 2(1) with Euler's inside, two stages (1900)";
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
