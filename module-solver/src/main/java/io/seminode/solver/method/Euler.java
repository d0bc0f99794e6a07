package io.seminode.solver.method;

/**
 * Euler's method.
 *
 * <p>Source: L. Euler, "Institutiones calculi integralis" (1768), volume I, section II, chapter VII. It estimates no error, so that its steps have constant size. Dense output is the cubic through both ends.
 */
public final class Euler implements RungeKutta {
    private static final ButcherTableau TABLEAU =
            new ButcherTableau(1, new double[] {0}, new double[][] {{}}, new double[] {1});

    /** For the service loader, and for use without one. */
    public Euler() {}

    @Override
    public String name() {
        return "euler";
    }

    @Override
    public String description() {
        return "Euler's method, order 1, constant steps (1768)";
    }

    @Override
    public ButcherTableau tableau() {
        return TABLEAU;
    }
}
