package io.seminode.solver.method;

/**
 * The explicit mid-point rule.
 *
 * <p>Source: C. Runge, "Ueber die numerische Aufloesung von Differentialgleichungen", Math. Ann. 46 (1895), pages 167-178. It estimates no error, so that its steps have constant size. Dense output is the cubic through both ends.
 */
public final class Midpoint implements RungeKutta {
    private static final ButcherTableau TABLEAU =
            new ButcherTableau(2, new double[] {0, 1.0 / 2}, new double[][] {{}, {1.0 / 2}}, new double[] {0, 1});

    /** For the service loader, and for use without one. */
    public Midpoint() {}

    @Override
    public String name() {
        return "midpoint";
    }

    @Override
    public String description() {
        return "mid-point rule, order 2, constant steps (Runge 1895)";
    }

    @Override
    public ButcherTableau tableau() {
        return TABLEAU;
    }
}
