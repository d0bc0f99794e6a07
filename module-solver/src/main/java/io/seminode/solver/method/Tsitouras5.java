package io.seminode.solver.method;

/**
 * The pair of Tsitouras of order 5(4) with seven stages, first same as last.
 *
 * <p>Source: Ch. Tsitouras, "Runge-Kutta pairs of order 5(4) satisfying only the first column simplifying assumption",
 * Comput. Math. Appl. 62 (2011), pages 770-775, with its continuous extension in the middle of the step.
 */
public final class Tsitouras5 implements RungeKutta {
    private static final double[] NODES = {0, 0.161, 0.327, 0.9, 0.9800255409045097, 1, 1};

    private static final double[] END = {
        0.09646076681806523, 0.01, 0.4798896504144996, 1.379008574103742, -3.290069515436081, 2.324710524099774
    };

    private static final double[][] MATRIX = {
        {},
        {0.161},
        {-0.008480655492356989, 0.335480655492357},
        {2.897153057105493, -6.359448489975075, 4.362295432869581},
        {5.325864828439257, -11.74888356406283, 7.495539342889836, -0.09249506636175525},
        {5.86145544294642, -12.92096931784711, 8.159367898576159, -0.071584973281401, -0.02826905039406838},
        END
    };

    private static final double[] ERROR = {
        0.001780011052225771,
        0.0008164344596567469,
        -0.007880878010261995,
        0.1447110071732629,
        -0.5823571654525552,
        0.458082105929187,
        -1.0 / 66
    };

    /** The continuous extension at 1/2. */
    private static final double[] MIDDLE = {
        0.10741235230100377,
        0.01135625,
        0.39560903056045305,
        -0.34475214352593553,
        1.3161853649581645,
        -1.0170608542936508,
        0.031249999999999993
    };

    private static final ButcherTableau TABLEAU =
            new ButcherTableau(5, NODES, MATRIX, Weights.followedByZero(END), ERROR, MIDDLE);

    /** For the service loader, and for use without one. */
    public Tsitouras5() {}

    @Override
    public String name() {
        return "tsit5";
    }

    @Override
    public String description() {
        return "Tsitouras 5(4), seven stages, first same as last (2011)";
    }

    @Override
    public ButcherTableau tableau() {
        return TABLEAU;
    }
}
