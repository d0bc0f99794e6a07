package org.example.library;

import io.seminode.solver.Gradient;
import io.seminode.solver.OdeSolver;
import io.seminode.solver.Solution;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import java.util.Map;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** Solves dz/dt = -k z and differentiates z(1) = exp(-k) by k, with two norms. */
public final class Library {
    private Library() {}

    /** Ends with an exception if something is not as it should be. */
    public static void main(String[] args) {
        Problem<TFloat64> decay = Problem.builder(TFloat64.class)
                .state("z", Shape.of(1))
                .parameter("k", Shape.of(1))
                .field((tf, t, y, p) -> NamedOperands.of("z", tf.math.neg(tf.math.mul(p.get("k"), y.get("z")))))
                .build();
        double[] times = {0, 1};
        Map<String, double[]> parameters = Map.of("k", new double[] {2});
        for (String norm : new String[] {"seminorm", "default"}) {
            Solver solver = Solver.create().withNorm(norm).withTolerances(1e-8, 1e-8);
            try (OdeSolver<TFloat64> ode = solver.compile(decay)) {
                Solution solution = ode.solve(Map.of("z", new double[] {1}), times, parameters);
                Gradient gradient = ode.gradient(solution, Map.of("z", new double[] {0, 1}), parameters);
                check("z(1)", Math.exp(-2), solution.last("z")[0]);
                check("dz(1)/dk", -Math.exp(-2), gradient.parameter("k")[0]);
            }
        }
        boolean isModule = Library.class.getModule().isNamed();
        System.out.println("library: solved and differentiated on " + (isModule ? "the module path" : "a class path"));
    }

    private static void check(String what, double expected, double found) {
        if (Math.abs(found - expected) > 1e-6) {
            throw new IllegalStateException(what + ": found " + found + ", expected " + expected);
        }
    }
}
