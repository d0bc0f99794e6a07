package io.seminode.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.Adjoint;
import io.seminode.solver.Batching;
import io.seminode.solver.OdeSolver;
import io.seminode.solver.Solution;
import io.seminode.solver.SolveStatistics;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.problem.Times;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

class BatchSampleTest {
    @Test
    void ownStepSizesPerSample() {
        // tag::samples[]
        // y' = -k t y, slow and fast; the first axis counts samples, which the field keeps apart
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("y", Shape.of(2, 1))
                .constant("k", Shape.of(2, 1))
                .samples()
                .field((tf, t, y, p) ->
                        y.map(v -> tf.math.neg(tf.math.mul(tf.math.mul(p.get("k"), Times.along(tf, t, v)), v))))
                .build();
        Solver solver = Solver.create().withBatching(Batching.PER_SAMPLE).withAdjoint(Adjoint.CHECKPOINTED);
        try (OdeSolver<TFloat64> ode = solver.compile(problem)) {
            Map<String, double[]> start = Map.of("y", new double[] {1, 1});
            Map<String, double[]> parameters = Map.of("k", new double[] {0.1, 100});
            Solution solution = ode.solve(start, new double[] {0, 1}, parameters);
            List<SolveStatistics> each = solution.statistics().samples();
            // end::samples[]
            assertEquals(Math.exp(-0.05), solution.last("y")[0], 1e-4);
            assertTrue(each.get(0).accepted() < each.get(1).accepted());
            // tag::samples[]
        }
        // end::samples[]
    }
}
