package io.seminode.data.pendulum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.data.pendulum.ControlledPendulum.State;
import io.seminode.data.pendulum.ControlledPendulum.Torques;
import org.junit.jupiter.api.Test;

class ControlledPendulumTest {
    private static final double DAMPING = 3;
    private static final State ALMOST_DOWN = new State(0.01, 0, 0, 0);

    @Test
    void energyShapingWithTheTrueHamiltonianReachesUpright() {
        ControlledPendulum motion =
                ControlledPendulum.simulate(ALMOST_DOWN, ControlledPendulumTest::shaping, 400, PendulumData.STEP);
        assertEquals(401, motion.states().size());
        assertEquals(-2, motion.states().get(0).height(), 1e-3);
        assertTrue(motion.uprightFrom().orElse(99) < 15, () -> "upright from " + motion.uprightFrom());
        assertEquals(0, motion.lastGap(), 1e-3);
    }

    @Test
    void withoutTorqueItStaysDown() {
        ControlledPendulum motion =
                ControlledPendulum.simulate(ALMOST_DOWN, state -> new Torques(0, 0), 20, PendulumData.STEP);
        assertFalse(motion.uprightFrom().isPresent());
        assertEquals(4, motion.lastGap(), 1e-3);
    }

    /** 2 dV/dq - damping M q', with the matrices of {@link DoublePendulum}'s equations. */
    private static Torques shaping(State s) {
        double both = 4.9 * Math.sin(s.theta1() + s.theta2());
        double slope1 = 14.7 * Math.sin(s.theta1()) + both;
        double m11 = 3.5 + Math.cos(s.theta2());
        double m12 = 1.25 + 0.5 * Math.cos(s.theta2());
        double force1 = 2 * slope1 - DAMPING * (m11 * s.velocity1() + m12 * s.velocity2());
        double force2 = 2 * both - DAMPING * (m12 * s.velocity1() + 1.25 * s.velocity2());
        return new Torques(force2, -force1); // the torque on the first joint counts the other way round
    }
}
