package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.solver.method.RungeKuttaMethods;
import io.seminode.solver.state.NamedOperands;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** Gradients of Robertson's three reactions, whose rates are nine powers of ten apart, by the first state and the rates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
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

    /** a, b, c and the parameters. */
    private static final double[] START = {1, 1e-5, 0.1, 0, 0, 0};

    /** Of the differences; what is made of b changes within 1e-5. */
    private static final double[] WIDTHS = {1e-3, 1e-7, 1e-3, 1e-3, 1e-3, 1e-3};

    /** Of the solves whose differences are taken; the loss is of size 1. */
    private static final double TIGHT = 1e-11;

    private final double[] differences = new double[START.length];

    /** Of size 1, or of that of one over b. */
    private static final Map<String, double[]> COTANGENTS =
            Map.of("a", new double[] {0, 1, 1}, "b", new double[] {0, 1e4, -2e4}, "c", new double[] {0, -0.5, 0.5});

    private static Operand<TFloat64> rate(Ops tf, double constant, Operand<TFloat64> exponent, Operand<TFloat64> of) {
        return tf.math.mul(tf.math.mul(tf.constant(constant), tf.math.exp(exponent)), of);
    }

    private static Solver solver(String method, double tolerance) {
        return Solver.create()
                .withMethod(RungeKuttaMethods.load().get(method))
                .withTolerances(tolerance, 1e-5 * tolerance)
                .withStoredSteps(4096);
    }

    private static Map<String, double[]> numbers(String first, String second, String third, double[] all, int from) {
        return Map.of(first, new double[] {all[from]}, second, new double[] {all[from + 1]}, third, new double[] {
            all[from + 2]
        });
    }

    private static Solution solve(OdeSolver<TFloat64> ode, double... x) {
        return ode.solve(numbers("a", "b", "c", x, 0), TIMES, numbers("slow", "back", "fast", x, 3));
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

    @BeforeAll
    void takeDifferences() {
        try (OdeSolver<TFloat64> ode = solver("kvaerno5", TIGHT).compile(ROBERTSON, TIMES.length)) {
            for (int i = 0; i < START.length; i++) {
                for (int sign = -1; sign <= 1; sign += 2) {
                    double[] changed = START.clone();
                    changed[i] += sign * WIDTHS[i];
                    differences[i] += sign * loss(ode, changed) / (2 * WIDTHS[i]);
                }
            }
        }
    }

    /** A hundred tolerances, as GradientCheck asks, and what the tolerance of the solves makes of the differences. */
    @ParameterizedTest
    @CsvSource({"kvaerno5, INTERPOLATING", "kvaerno5, QUADRATURE", "kvaerno3, INTERPOLATING"})
    void gradientsAgreeWithFiniteDifferences(String method, Adjoint adjoint) {
        double tolerance = 1e-7;
        try (OdeSolver<TFloat64> ode =
                solver(method, tolerance).withAdjoint(adjoint).compile(ROBERTSON, TIMES.length)) {
            Gradient gradient =
                    ode.gradient(solve(ode, START), COTANGENTS, numbers("slow", "back", "fast", START, 3), false);
            double[] found = {
                gradient.state("a")[0],
                gradient.state("b")[0],
                gradient.state("c")[0],
                gradient.parameter("slow")[0],
                gradient.parameter("back")[0],
                gradient.parameter("fast")[0]
            };
            for (int i = 0; i < START.length; i++) {
                double bound = 100 * tolerance * Math.abs(differences[i]) + TIGHT / WIDTHS[i];
                assertEquals(differences[i], found[i], bound, method + ", " + adjoint + ", element " + i);
            }
        }
    }
}
