package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.Tensors;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** State in float32, time in float64. */
class PrecisionTest {
    private static final double RATE = 20_000;

    private static Problem<TFloat32> decay(double rate) {
        return Problem.builder(TFloat32.class)
                .state("z", Shape.of(2))
                .field((tf, t, y, theta) ->
                        NamedOperands.of("z", tf.math.mul(y.get("z"), Tensors.constant(tf, TFloat32.class, -rate))))
                .build();
    }

    /** Around t = 1000 neighbours in float32 are 6e-5 apart; the steps here are smaller than that. */
    @ParameterizedTest
    @EnumSource
    void smallStepsFarFromZeroDoNotUnderflow(AdjointMode mode) {
        Solver solver = Solver.create().withTolerances(1e-4, 1e-6).withMode(mode);
        try (OdeSolver<TFloat32> compiled = solver.compile(decay(RATE), ExecutionOptions.NATIVE_CPU)) {
            double[] times = {1000, 1000.0001, 1000.0002};
            Solution solution = compiled.solve(Map.of("z", new double[] {1, 2}), times, Map.of());
            assertTrue(solution.statistics().accepted() > 4);
            assertEquals(Math.exp(-RATE * (times[1] - times[0])), solution.get("z", 1)[0], 1e-3);
            assertEquals(2 * Math.exp(-RATE * (times[2] - times[0])), solution.last("z")[1], 1e-3);
            Gradient gradient = compiled.gradient(solution, Map.of("z", new double[] {0, 0, 0, 0, 1, 0}), Map.of());
            assertEquals(Math.exp(-RATE * (times[2] - times[0])), gradient.state("z")[0], 1e-3);
        }
    }

    @Test
    void timeReachesTheFieldInFloat64() {
        // t - 1000 keeps nine digits more than float32 has around 1000.
        Problem<TFloat32> problem = Problem.builder(TFloat32.class)
                .state("z", Shape.scalar())
                .parameter("w", Shape.scalar())
                .field((tf, t, y, theta) -> NamedOperands.of(
                        "z",
                        tf.math.mul(
                                theta.get("w"), tf.dtypes.cast(tf.math.sub(t, tf.constant(1000.0)), TFloat32.class))))
                .build();
        double width = 1e-4;
        try (OdeSolver<TFloat32> compiled =
                Solver.create().withTolerances(1e-5, 1e-14).compile(problem, ExecutionOptions.NATIVE_CPU)) {
            Map<String, double[]> w = Map.of("w", new double[] {1});
            double[] times = {1000, 1000 + width};
            Solution solution = compiled.solve(Map.of("z", new double[] {0}), times, w);
            assertEquals(width * width / 2, solution.last("z")[0], 1e-12);
            Gradient gradient = compiled.gradientWithTimes(solution, Map.of("z", new double[] {0, 1}), w);
            assertEquals(width * width / 2, gradient.parameter("w")[0], 1e-12);
            assertEquals(width, gradient.times()[1], 1e-9);
        }
    }

    /** The same problem in both precisions gives the same to the accuracy of the smaller one. */
    @Test
    void singleAndDoubleAgree() {
        double[] times = {0, 1};
        double[] single;
        try (OdeSolver<TFloat32> compiled = Solver.create().compile(decay(3), ExecutionOptions.NATIVE_CPU)) {
            single = compiled.solve(Map.of("z", new double[] {1, 2}), times, Map.of())
                    .last("z");
        }
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", Shape.of(2))
                .field((tf, t, y, theta) -> NamedOperands.of("z", tf.math.mul(y.get("z"), tf.constant(-3.0))))
                .build();
        try (OdeSolver<TFloat64> compiled = Solver.create().compile(problem, ExecutionOptions.NATIVE_CPU)) {
            double[] twice = compiled.solve(Map.of("z", new double[] {1, 2}), times, Map.of())
                    .last("z");
            assertEquals(twice[0], single[0], 1e-5);
            assertEquals(twice[1], single[1], 1e-5);
        }
    }
}
