package io.seminode.solver.method;

/**
 * Kutta's method of order 4 with the weights of the 3/8 rule, as torchdiffeq has it under this name.
 *
 * <p>Source: W. Kutta, "Beitrag zur naeherungsweisen Integration totaler Differentialgleichungen", Z. Math. Phys. 46 (1901), pages 435-453. It estimates no error, so that its steps have constant size. Dense output is the cubic through both ends.
 */
public final class RungeKutta4 implements RungeKutta {
    static final ButcherTableau TABLEAU = new ButcherTableau(
            4,
            new double[] {0, 1.0 / 3, 2.0 / 3, 1},
            new double[][] {{}, {1.0 / 3}, {-1.0 / 3, 1}, {1, -1, 1}},
            new double[] {1.0 / 8, 3.0 / 8, 3.0 / 8, 1.0 / 8});

    /** For the service loader, and for use without one. */
    public RungeKutta4() {}

    @Override
    public String name() {
        return "rk4";
    }

    @Override
    public String description() {
        return "Kutta's 3/8 rule, order 4, constant steps (1901)";
    }

    @Override
    public ButcherTableau tableau() {
        return TABLEAU;
    }
}
