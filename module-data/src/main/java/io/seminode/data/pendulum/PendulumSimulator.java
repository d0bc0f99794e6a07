package io.seminode.data.pendulum;

import io.seminode.solver.OdeSolver;
import io.seminode.solver.Solution;
import io.seminode.solver.Solver;
import io.seminode.solver.norm.MaximumNorm;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.Map;
import org.tensorflow.types.TFloat64;

/**
 * Simulates double pendulums with our own solver at tight tolerance, so that what is learnt from is the true motion to
 * about nine digits.
 */
public final class PendulumSimulator {
    private static final double TOLERANCE = 1e-10;

    private PendulumSimulator() {}

    /** The largest error of all pendulums counts, not their mean: each trajectory is used by itself. */
    static Solver solver() {
        return Solver.create().withTolerances(TOLERANCE, TOLERANCE).withNorm(new MaximumNorm());
    }

    /**
     * Simulates pendulums side by side.
     *
     * @param initial their first states, [pendulums, 4]
     * @param torques their constant torques, [pendulums, 2]
     * @param times output times in s, increasing
     * @return their states, [times, pendulums, 4] row-major
     */
    public static double[] simulate(double[] initial, double[] torques, double[] times) {
        int pendulums = initial.length / 4;
        try (OdeSolver<TFloat64> ode =
                solver().compile(DoublePendulum.problem(pendulums), ExecutionOptions.NATIVE_CPU)) {
            Solution solution =
                    ode.solve(Map.of(DoublePendulum.STATE, initial), times, Map.of(DoublePendulum.TORQUE, torques));
            return solution.all(DoublePendulum.STATE);
        }
    }
}
