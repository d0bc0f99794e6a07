package io.seminode.solver.method;

/**
 * Heun's method of order 2, the explicit trapezoidal rule.
 *
 * <p>Source: K. Heun, "Neue Methoden zur approximativen Integration der Differentialgleichungen einer unabhaengigen Veraenderlichen", Z. Math. Phys. 45 (1900), pages 23-38. It estimates no error, so that its steps have constant size. Dense output is the cubic through both ends.
 */
public final class Heun2 implements RungeKutta {
    private static final ButcherTableau TABLEAU =
            new ButcherTableau(2, new double[] {0, 1}, new double[][] {{}, {1}}, new double[] {1.0 / 2, 1.0 / 2});

    /** For the service loader, and for use without one. */
    public Heun2() {}

    @Override
    public String name() {
        return "heun2";
    }

    @Override
    public String description() {
        return "Heun's method, order 2, constant steps (1900)";
    }

    @Override
    public ButcherTableau tableau() {
        return TABLEAU;
    }
}
