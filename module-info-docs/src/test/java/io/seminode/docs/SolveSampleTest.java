package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.Gradient;
import io.seminode.solver.OdeSolver;
import io.seminode.solver.Solution;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

@Tag("class-path")
class SolveSampleTest {
    @Test
    void solvesAndDifferentiates() {
        // tag::solve[]
        // dz/dt = tanh(z W), with z of shape [1, 2] and a parameter W of shape [2, 2]
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", Shape.of(1, 2))
                .parameter("W", Shape.of(2, 2))
                .field((tf, t, y, p) -> NamedOperands.of("z", tf.math.tanh(tf.linalg.matMul(y.get("z"), p.get("W")))))
                .build();
        double[] times = {0, 1, 2};
        Map<String, double[]> parameters = Map.of("W", new double[] {0, 1, -1, 0});
        Solver solver = Solver.create().withNorm("seminorm").withTolerances(1e-6, 1e-6);
        try (OdeSolver<TFloat64> ode = solver.compile(problem)) {
            Solution solution = ode.solve(Map.of("z", new double[] {1, 0}), times, parameters);
            double[] end = solution.last("z");
            // the gradient of a loss, here end[0] + end[1], from its derivatives by z at each time
            Gradient gradient = ode.gradient(solution, Map.of("z", new double[] {0, 0, 0, 0, 1, 1}), parameters);
            double[] byW = gradient.parameter("W");
            long evaluations = gradient.statistics().evaluations();
            // end::solve[]
            double step = 1e-5;
            double[] higher = ode.solve(
                            Map.of("z", new double[] {1, 0}), times, Map.of("W", new double[] {step, 1, -1, 0}))
                    .last("z");
            assertEquals((higher[0] + higher[1] - end[0] - end[1]) / step, byW[0], 1e-3);
            long steps =
                    gradient.statistics().accepted() + gradient.statistics().rejected();
            // Each of the two intervals begins with an evaluation, and may end without one.
            assertTrue(evaluations >= 6 * steps && evaluations <= 6 * steps + 2, evaluations + " in " + steps);
            // tag::solve[]
        }
        // end::solve[]
    }
}
