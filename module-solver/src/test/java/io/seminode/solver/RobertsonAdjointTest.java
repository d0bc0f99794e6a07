package io.seminode.solver;

import io.seminode.solver.method.Methods;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.support.FiniteDifferences;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** Gradients of Robertson's three reactions, whose rates are nine powers of ten apart, by the first state and the rates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // the differences take longer than the tests
class RobertsonAdjointTest {
    /** The rates are 0.04, 1e4 and 3e7, each times e to a parameter, so that gradients by them are of one size. */
    private static final Problem<TFloat64> ROBERTSON = Problem.builder(TFloat64.class)
            .state("a", Shape.scalar())
            .state("b", Shape.scalar())
            .state("c", Shape.scalar())
            .parameter("slow", Shape.scalar())
            .parameter("back", Shape.scalar())
            .parameter("fast", Shape.scalar())
            .field((tf, t, y, p) -> {
                Operand<TFloat64> b = y.get("b");
                Operand<TFloat64> slow = rate(tf, 0.04, p.get("slow"), y.get("a"));
                Operand<TFloat64> back = rate(tf, 1e4, p.get("back"), tf.math.mul(b, y.get("c")));
                Operand<TFloat64> fast = rate(tf, 3e7, p.get("fast"), tf.math.square(b));
                return NamedOperands.of(Map.of(
                        "a", tf.math.sub(back, slow),
                        "b", tf.math.sub(tf.math.sub(slow, back), fast),
                        "c", tf.identity(fast)));
            })
            .build();

    private static final double[] TIMES = {0, 4, 40};

    /** a, c and the parameters; what is made of b changes within 1e-5, too fast for differences. */
    private static final double[] START = {1, 0.1, 0, 0, 0};

    private static final double B = 1e-5;

    /** Of the differences. */
    private static final double[] WIDTHS = {1e-3, 1e-3, 1e-3, 1e-3, 1e-3};

    private static Operand<TFloat64> rate(Ops tf, double constant, Operand<TFloat64> exponent, Operand<TFloat64> of) {
        return tf.math.mul(tf.math.mul(tf.constant(constant), tf.math.exp(exponent)), of);
    }

    /** Of size 1, but for b, which is of size 1e-5. */
    private static final Map<String, double[]> COTANGENTS =
            Map.of("a", new double[] {0, 1, 1}, "b", new double[] {0, 1e4, -2e4}, "c", new double[] {0, -0.5, 0.5});

    private final FiniteDifferences differences = differences();

    private static FiniteDifferences differences() {
        double tolerance = 1e-10;
        try (OdeSolver<TFloat64> ode = solver("kvaerno5", tolerance).compile(ROBERTSON)) {
            return new FiniteDifferences(x -> loss(ode, x), START, WIDTHS, tolerance);
        }
    }

    private static Solver solver(String method, double tolerance) {
        return Solver.create()
                .withMethod(Methods.load().get(method))
                .withTolerances(tolerance, 1e-5 * tolerance)
                .withGradients(g -> g.withStoredSteps(4096));
    }

    private static Map<String, double[]> rates(double... x) {
        return Map.of("slow", new double[] {x[2]}, "back", new double[] {x[3]}, "fast", new double[] {x[4]});
    }

    private static Solution solve(OdeSolver<TFloat64> ode, double... x) {
        return ode.solve(
                Map.of("a", new double[] {x[0]}, "b", new double[] {B}, "c", new double[] {x[1]}), TIMES, rates(x));
    }

    private static double loss(OdeSolver<TFloat64> ode, double... x) {
        Solution solution = solve(ode, x);
        double loss = 0;
        for (String part : COTANGENTS.keySet()) {
            for (int i = 0; i < TIMES.length; i++) {
                loss += COTANGENTS.get(part)[i] * solution.get(part, i)[0];
            }
        }
        return loss;
    }

    private static double[] gradient(Solver solver) {
        try (OdeSolver<TFloat64> ode = solver.compile(ROBERTSON)) {
            Gradient gradient = ode.gradient(solve(ode, START), COTANGENTS, rates(START));
            return new double[] {
                gradient.state("a")[0],
                gradient.state("c")[0],
                gradient.parameter("slow")[0],
                gradient.parameter("back")[0],
                gradient.parameter("fast")[0]
            };
        }
    }

    @Test
    void errorShrinksWithTheTolerance() {
        double[] loose = gradient(solver("kvaerno5", 1e-5).withAdjoint(Adjoint.INTERPOLATING));
        double[] tight = gradient(solver("kvaerno5", 1e-7).withAdjoint(Adjoint.INTERPOLATING));
        differences.assertErrorShrinks(loose, tight, "kvaerno5, interpolating");
    }
}
