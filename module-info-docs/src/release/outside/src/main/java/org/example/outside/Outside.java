package org.example.outside;

import io.seminode.solver.OdeSolver;
import io.seminode.solver.Problem;
import io.seminode.solver.Solver;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.state.NamedOperands;
import java.util.Map;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** Solves dz/dt = -z, and looks for the norm that comes with the models. */
public final class Outside {
    private Outside() {}

    /** Ends with an exception if something is not as it should be. */
    public static void main(String[] args) {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", Shape.of(1))
                .field((tf, t, y, p) -> NamedOperands.of("z", tf.math.neg(y.get("z"))))
                .build();
        Solver solver = Solver.create().withTolerances(1e-8, 1e-8);
        try (OdeSolver<TFloat64> ode = solver.compile(problem, 2)) {
            double end = ode.solve(Map.of("z", new double[] {1}), new double[] {0, 1}, Map.of())
                    .last("z")[0];
            if (Math.abs(end - Math.exp(-1)) > 1e-7) {
                throw new IllegalStateException("found " + end + ", expected " + Math.exp(-1));
            }
        }
        Norms.load().get("seminorm-published");
        System.out.println("outside project: solved");
    }
}
