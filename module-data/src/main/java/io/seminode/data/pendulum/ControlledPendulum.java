package io.seminode.data.pendulum;

import io.seminode.solver.OdeSolver;
import io.seminode.solver.Solution;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.tensorflow.types.TFloat64;

/**
 * The true motion of a double pendulum whose torques are set anew at equal intervals and held between them.
 *
 * @param period seconds between two settings
 * @param states (theta1, theta2, theta1', theta2') at each setting, and at the end
 * @param torques that were set, one pair fewer
 */
public record ControlledPendulum(double period, List<State> states, List<Torques> torques) {
    private static final double HIGHEST = 2;
    private static final double UPRIGHT = 1.9;

    /** Copies the lists. */
    public ControlledPendulum {
        states = List.copyOf(states);
        torques = List.copyOf(torques);
    }

    /**
     * A state of the pendulum, angles from hanging down, the second relative to the first link.
     *
     * @param theta1 of the first link, rad
     * @param theta2 of the second link, rad
     * @param velocity1 rad/s
     * @param velocity2 rad/s
     */
    public record State(double theta1, double theta2, double velocity1, double velocity2) {
        /** The height of the tip above the first joint: 2 upright, -2 hanging. */
        public double height() {
            return -Math.cos(theta1) - Math.cos(theta1 + theta2);
        }
    }

    /**
     * Torques in N m, the one on the second joint first.
     *
     * @param first as {@link DoublePendulum} takes them
     * @param second as {@link DoublePendulum} takes them
     */
    public record Torques(double first, double second) {}

    /** Sets the torques. */
    @FunctionalInterface
    public interface Control {
        /** The torques for a state. */
        Torques torques(State state);
    }

    /**
     * Simulates with our own solver at tight tolerance.
     *
     * @param start the first state
     * @param control sets the torques
     * @param settings how often
     * @param period seconds between two settings
     */
    public static ControlledPendulum simulate(State start, Control control, int settings, double period) {
        List<State> states = new ArrayList<>(List.of(start));
        List<Torques> torques = new ArrayList<>();
        try (OdeSolver<TFloat64> ode =
                PendulumSimulator.solver().compile(DoublePendulum.problem(1), ExecutionOptions.NATIVE_CPU)) {
            State state = start;
            for (int i = 0; i < settings; i++) {
                Torques set = control.torques(state);
                double[] before = {state.theta1(), state.theta2(), state.velocity1(), state.velocity2()};
                Solution solution = ode.solve(
                        Map.of(DoublePendulum.STATE, before),
                        new double[] {0, period},
                        Map.of(DoublePendulum.TORQUE, new double[] {set.first(), set.second()}));
                double[] both = solution.all(DoublePendulum.STATE);
                state = new State(both[4], both[5], both[6], both[7]);
                states.add(state);
                torques.add(set);
            }
        }
        return new ControlledPendulum(period, states, torques);
    }

    /**
     * The second from which on the tip is within 0.1 of its highest point, 2 above the first joint, until the end; empty if it
     * is not there at the end.
     */
    public OptionalDouble uprightFrom() {
        int from = states.size();
        while (from > 0 && states.get(from - 1).height() >= UPRIGHT) {
            from--;
        }
        return from == states.size() ? OptionalDouble.empty() : OptionalDouble.of(from * period);
    }

    /** How far the tip is below its highest point at the end. */
    public double lastGap() {
        return HIGHEST - states.get(states.size() - 1).height();
    }
}
