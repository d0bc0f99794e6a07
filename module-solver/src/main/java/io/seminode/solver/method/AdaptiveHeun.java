package io.seminode.solver.method;

/**
 * Heun's method of order 2 with Euler's inside as error estimate.
 *
 * <p>Source: K. Heun, "Neue Methoden zur approximativen Integration der Differentialgleichungen einer unabhaengigen
 * Veraenderlichen", Z. Math. Phys. 45 (1900), pages 23-38. Dense output is the cubic through both ends.
 */
public final class AdaptiveHeun implements RungeKutta {
    private static final ButcherTableau TABLEAU = new ButcherTableau(
            2,
            new double[] {0, 1},
            new double[][] {{}, {1}},
            new double[] {0.5, 0.5},
            new double[] {0.5, -0.5},
            new double[0]);

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
}
