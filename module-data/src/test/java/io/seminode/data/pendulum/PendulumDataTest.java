package io.seminode.data.pendulum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.data.Examples;
import io.seminode.data.TimeWindows;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PendulumDataTest {
    private static final int WIDTH = PendulumData.WINDOW * PendulumData.CHANNELS;
    private static PendulumData data;

    @BeforeAll
    static void simulate() {
        data = PendulumData.simulate(1);
    }

    private static float[] window(Examples part, int index) {
        return part.gather(new int[] {index}).get(TimeWindows.FIELD);
    }

    @Test
    void splitsTrajectoriesInThePapersProportions() {
        // 9 torques; of 128 trajectories 89, 19 and 20; 25 windows of each.
        assertEquals(9 * 89 * 25, data.train().size());
        assertEquals(9 * 19 * 25, data.validation().size());
        assertEquals(9 * 20 * 25, data.test().size());
    }

    @Test
    void isTheSameForTheSameSeedOnly() {
        PendulumData again = PendulumData.simulate(1);
        PendulumData other = PendulumData.simulate(2);
        for (int index : new int[] {0, 1234, 20_024}) {
            assertArrayEquals(window(data.train(), index), window(again.train(), index));
        }
        assertNotEquals(Arrays.toString(window(data.train(), 0)), Arrays.toString(window(other.train(), 0)));
    }

    @Test
    void windowsOfOneTrajectoryOverlapByAllButOneTime() {
        float[] first = window(data.train(), 0);
        float[] second = window(data.train(), 1);
        assertArrayEquals(
                Arrays.copyOfRange(first, PendulumData.CHANNELS, WIDTH),
                Arrays.copyOfRange(second, 0, WIDTH - PendulumData.CHANNELS));
    }

    @Test
    void anglesAreOnTheCircleAndTorquesConstant() {
        Set<String> torques = new HashSet<>();
        for (int index = 0; index < data.test().size(); index += 50) {
            float[] window = window(data.test(), index);
            for (int row = 0; row < PendulumData.WINDOW; row++) {
                int at = row * PendulumData.CHANNELS;
                assertEquals(1, Math.hypot(window[at], window[at + 2]), 1e-6);
                assertEquals(1, Math.hypot(window[at + 1], window[at + 3]), 1e-6);
                assertEquals(window[6], window[at + 6]);
                assertEquals(window[7], window[at + 7]);
            }
            torques.add(window[6] + "," + window[7]);
        }
        assertEquals(9, torques.size());
    }

    @Test
    void velocitiesStayBelowTheLimits() {
        for (int index = 0; index < data.train().size(); index += 7) {
            float[] window = window(data.train(), index);
            for (int at = 0; at < WIDTH; at += PendulumData.CHANNELS) {
                assertTrue(Math.abs(window[at + 4]) < DoublePendulum.MAX_VELOCITY_1);
                assertTrue(Math.abs(window[at + 5]) < DoublePendulum.MAX_VELOCITY_2);
            }
        }
    }

    @Test
    void noTrajectoryIsInTwoParts() {
        Set<String> train = new HashSet<>();
        for (int index = 0; index < data.train().size(); index++) {
            train.add(Arrays.toString(Arrays.copyOf(window(data.train(), index), 6)));
        }
        for (Examples part : new Examples[] {data.validation(), data.test()}) {
            for (int index = 0; index < part.size(); index++) {
                assertTrue(!train.contains(Arrays.toString(Arrays.copyOf(window(part, index), 6))));
            }
        }
    }
}
