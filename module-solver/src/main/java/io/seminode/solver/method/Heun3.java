package io.seminode.solver.method;

/**
 * Heun's method of order 3.
 *
 * <p>Source: K. Heun, "Neue Methoden zur approximativen Integration der Differentialgleichungen einer unabhaengigen Veraenderlichen", Z. Math. Phys. 45 (1900), pages 23-38. It estimates no error, so that its steps have constant size. Dense output is the cubic through both ends.
 */
public final class Heun3 implements RungeKutta {
    private static final ButcherTableau TABLEAU = new ButcherTableau(
            3, new double[] {0, 1.0 / 3, 2.0 / 3}, new double[][] {{}, {1.0 / 3}, {0, 2.0 / 3}}, new double[] {
                1.0 / 4, 0, 3.0 / 4
            });

    /** For the service loader, and for use without one. */
    public Heun3() {}

    @Override
    public String name() {
        return "heun3";
    }

    @Override
    public String description() {
        return "Heun's method, order 3, constant steps (1900)";
    }

    @Override
    public ButcherTableau tableau() {
        return TABLEAU;
    }
}
