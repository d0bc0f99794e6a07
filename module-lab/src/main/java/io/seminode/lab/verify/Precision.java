package io.seminode.lab.verify;

import io.seminode.solver.Solver;
import java.util.Arrays;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * How closely a solve can follow its reference.
 *
 * <p>In float64 counts are equal and values agree to {@link Findings#FLOAT64_BOUND}. Step sizes come from the error
 * estimate, a difference of nearly equal numbers: its rounding, about a unit in the last place of the values, is measured
 * against a tolerance that may be as small as atol, and counts the more, the smaller the error ratio was. Step sizes are
 * compared within ten units in the last place of the largest value over atol; for values of 1 and atol 1e-9 that is 2e-6.
 * On our reference the largest deviation is 1.4 such units; in forward solves it is 3e-9, where summing the stages in the
 * opposite order in plain float64 gives 7e-9 (lotka_volterra, step 41).
 *
 * <p>A method of order 8 makes errors far below the tolerance when it begins with a cautious step: ratios down to 1e-8,
 * which are rounding more than error. From h2 = h1 (safety / r)^(1/p) follows dh/h = dr / (p r), and dr is about a unit in
 * the last place over rtol; the reference's own step sizes tell r. So with order 8 step sizes may deviate by {@link
 * #ROUNDING} times 2.2e-16 / (rtol p r), r being the smallest ratio that set a size, but no more than ten thousand times as
 * much as with order 5. Ours deviate by up to 4 such units. torchdiffeq's own do by up to 48, and by 3.5e-4 of a step
 * size, if the hidden units of {@code adjoint_mlp_*} change places, which changes nothing but the order of summation (16
 * orders for each of its 12 runs with dopri8; none changes a count). Values may differ by a tenth of that, but no more than ten times rtol.
 *
 * <p>In float32 the same rounding is up to a per cent of a step size at rtol 1e-3, and decides whether a step is accepted:
 * summing in the opposite order takes 17 steps instead of 15 for lotka_volterra. So sizes of single steps are not
 * compared there, only the first (on our reference it deviates by 5e-6 at most, for 256 examples), and evaluations may
 * differ by a fifth (on our reference they do in three runs, most in one with 104 of 92). Values may differ by thirty times
 * rtol: two solutions with other steps differ by the sum of their errors, and those of the reference in float64 are up to
 * 15 rtol; its own float32 and float64 solutions are 11 rtol apart.
 *
 * @param values largest relative deviation of solutions and gradients
 * @param firstStep largest relative deviation of the first step size
 * @param steps largest relative deviation of the steps; infinite if they are not compared
 * @param evaluations largest difference in evaluations, as a share of those expected
 */
record Precision(double values, double firstStep, double steps, double evaluations) {
    private static final int NOTICEABLE_ERROR_ORDER = 5;
    private static final double HIGH_ORDER_NOISE = 1e4;

    /** Twice what torchdiffeq's own solves differ by. */
    private static final double ROUNDING = 100;

    private static final double SAFETY = 0.9;

    /** Sizes that grew by this or more grew by the largest factor, which is exact. */
    private static final double LARGEST_GROWTH = 9.99;

    /**
     * That of a solver in float32 or float64.
     *
     * @param magnitude of the largest value that is integrated
     */
    static Precision of(Class<? extends TFloating> type, Solver solver, double magnitude) {
        if (type == TFloat64.class) {
            double rounding = Math.ulp(Math.max(1, magnitude));
            double steps = Math.max(
                    Findings.FLOAT64_BOUND, 10 * rounding / solver.tolerance().atol());
            if (solver.tableau().errorOrder() <= NOTICEABLE_ERROR_ORDER) {
                return new Precision(Findings.FLOAT64_BOUND, Findings.FLOAT64_BOUND, steps, 0);
            }
            return highOrder(solver.tolerance().rtol(), HIGH_ORDER_NOISE * steps);
        }
        return new Precision(30 * solver.tolerance().rtol(), 1e-4, Double.POSITIVE_INFINITY, 0.2);
    }

    private static Precision highOrder(double rtol, double steps) {
        double values = Math.max(Findings.FLOAT64_BOUND, Math.min(10 * rtol, steps / 10));
        return new Precision(values, Findings.FLOAT64_BOUND, steps, 0);
    }

    /** This, narrowed down by the error ratios that the reference's step sizes tell. */
    Precision given(Fields expected, Solver solver) {
        int order = solver.tableau().errorOrder();
        if (order <= NOTICEABLE_ERROR_ORDER || !followsSteps() || !expected.has("step_dt")) {
            return this;
        }
        double unit = Math.ulp(1.0) / (solver.tolerance().rtol() * order * smallestRatio(expected, order));
        return highOrder(solver.tolerance().rtol(), Math.min(steps, Math.max(Findings.FLOAT64_BOUND, ROUNDING * unit)));
    }

    /** Of the error ratios that a step size was chosen by. */
    private static double smallestRatio(Fields expected, int order) {
        double[] starts = expected.numbers("step_t0");
        double[] sizes = expected.numbers("step_dt");
        double[] acceptances = expected.numbers("step_accepted");
        double smallest = 1;
        for (int i = 1; i < sizes.length; i++) {
            // At an output time a backward solve starts afresh.
            double advance = acceptances[i - 1] != 0 ? sizes[i - 1] : 0;
            boolean goesOn =
                    Math.abs(Math.abs(starts[i] - starts[i - 1]) - advance) <= Findings.FLOAT64_BOUND * sizes[i - 1];
            double growth = sizes[i] / sizes[i - 1];
            if (goesOn && growth < LARGEST_GROWTH) {
                smallest = Math.min(smallest, Math.pow(SAFETY / growth, order));
            }
        }
        return smallest;
    }

    /** The more lenient of two, as something that comes from both solves needs it. */
    Precision or(Precision other) {
        return values >= other.values ? this : other;
    }

    /** The largest magnitude among some values. */
    static double magnitude(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    /** Whether steps are the reference's, one by one. */
    boolean followsSteps() {
        return Double.isFinite(steps);
    }
}
