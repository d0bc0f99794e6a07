package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** Where the field is asked before the first step is chosen. */
class FirstStepTest {
    private static double solve(Solver solver, Problem<TFloat64> problem, double y, double... times) {
        try (OdeSolver<TFloat64> ode = solver.compile(problem)) {
            return ode.solve(Map.of("y", new double[] {y}), times, Map.of()).last("y")[0];
        }
    }

    private static Problem<TFloat64> growing() {
        return Problem.builder(TFloat64.class)
                .state("y", Shape.of(1))
                .field((tf, t, y, p) -> NamedOperands.of(
                        "y",
                        tf.math.add(
                                tf.math.mul(y.get("y"), tf.constant(0.0)),
                                tf.math.mul(tf.constant(1e-5), tf.math.exp(t)))))
                .build();
    }

    /** y' = 1e-5 e^t, of which an explicit estimate at t = 1 would look at t = 368. */
    @ParameterizedTest
    @ValueSource(doubles = {2, 0})
    void probeStaysInsideTheInterval(double end) {
        double right = 1 + 1e-5 * (Math.exp(end) - Math.E);
        assertEquals(right, solve(Solver.create(), growing(), 1, 1, end), 1e-7);
        assertEquals(right, solve(Solver.create().withSteps(s -> s.withLargest(0.25)), growing(), 1, 1, end), 1e-7);
    }

    /** A field that is not there beyond the largest step. */
    @Test
    void probeStaysInsideTheBounds() {
        Problem<TFloat64> root = Problem.builder(TFloat64.class)
                .state("y", Shape.of(1))
                .field((tf, t, y, p) -> {
                    Operand<TFloat64> inside = tf.math.sqrt(tf.math.sub(tf.constant(1.0), t));
                    return NamedOperands.of("y", tf.math.mul(tf.onesLike(y.get("y")), inside));
                })
                .build();
        double right = 100 + 2.0 / 3;
        assertEquals(right, solve(Solver.create(), root, 100, 0, 1), 0.1);
    }

    @Test
    void timeLimitOfAnyLength() {
        Solver solver = Solver.create().withTimeLimit(Duration.ofSeconds(Long.MAX_VALUE));
        assertEquals(1 + 1e-5 * (Math.exp(2) - Math.E), solve(solver, growing(), 1, 1, 2), 1e-7);
    }
}
