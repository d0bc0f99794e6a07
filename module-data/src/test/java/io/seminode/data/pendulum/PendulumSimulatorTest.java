package io.seminode.data.pendulum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * The "book" variant of the acrobot is not exactly Hamiltonian: it has a term in theta1'^2 that Lagrange's equations give, and
 * with it energy is conserved while no torque acts.
 */
class PendulumSimulatorTest {
    private static final double[] TIMES = {0, 0.4, 0.8, 1.6};

    @Test
    void conservesEnergyWithoutTorque() {
        double[] initial = {1, -0.5, 0.3, 0.2, -2, 2.5, 1, -1};
        double[] states = PendulumSimulator.simulate(initial, new double[4], TIMES);
        for (int pendulum = 0; pendulum < 2; pendulum++) {
            double before = energy(states, pendulum * 4);
            for (int i = 1; i < TIMES.length; i++) {
                assertEquals(before, energy(states, (i * 2 + pendulum) * 4), 1e-7);
            }
        }
    }

    @Test
    void torqueOnTheSecondJointDoesTheWorkThatEnergyGains() {
        double[] times = new double[401];
        for (int i = 0; i < times.length; i++) {
            times[i] = i * 0.001;
        }
        double[] states = PendulumSimulator.simulate(new double[] {0.5, 0.2, 0, 0}, new double[] {2, 0}, times);
        double angle = states[(times.length - 1) * 4 + 1] - states[1];
        double gained = energy(states, (times.length - 1) * 4) - energy(states, 0);
        assertTrue(Math.abs(angle) > 0.05);
        assertEquals(2 * angle, gained, 1e-7);
    }

    @Test
    void staysAtRestHangingDown() {
        double[] states = PendulumSimulator.simulate(new double[4], new double[2], TIMES);
        for (double value : states) {
            assertEquals(0, value, 1e-12);
        }
    }

    /** Kinetic plus potential energy in J, from masses, lengths and moments of inertia of 1. */
    private static double energy(double[] states, int at) {
        double theta1 = states[at];
        double theta2 = states[at + 1];
        double v1 = states[at + 2];
        double v2 = states[at + 3];
        double m11 = 0.25 + 1 + 0.25 + Math.cos(theta2) + 2;
        double m12 = 0.25 + 0.5 * Math.cos(theta2) + 1;
        double m22 = 0.25 + 1;
        double kinetic = 0.5 * (m11 * v1 * v1 + 2 * m12 * v1 * v2 + m22 * v2 * v2);
        double potential = -9.8 * (1.5 * Math.cos(theta1) + 0.5 * Math.cos(theta1 + theta2));
        return kinetic + potential;
    }
}
