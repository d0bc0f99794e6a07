package io.seminode.data.pendulum;

import io.seminode.data.Examples;
import io.seminode.data.TimeWindows;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The data of the paper's section 3.3: simulated double pendulums under constant torques, cut into short windows.
 *
 * <p>For each of 9 pairs of constant torques, 128 trajectories of 32 steps of 0.05 s start from states drawn uniformly
 * from -3.14 to 3.14; a trajectory that reaches the largest velocity of a joint is drawn again. As in the paper's code every
 * torque draws from the same seed. Each trajectory gives 25 overlapping windows of 8 times. Of the trajectories of each
 * torque 70 % are for training, 15 % for validation and the rest for the test, so that no trajectory is in two parts.
 *
 * <p>A window's channels are (cos theta1, cos theta2, sin theta1, sin theta2, theta1', theta2', torque1, torque2).
 */
public final class PendulumData {
    /** Channels of a window. */
    public static final int CHANNELS = 8;

    /** Times of a window. */
    public static final int WINDOW = 8;

    /** Seconds between two times. */
    public static final double STEP = 0.05;

    private static final double[][] TORQUES = {
        {0, 0}, {0, 1}, {0, -1}, {0, 2}, {0, -2}, {1, 0}, {-1, 0}, {2, 0}, {-2, 0}
    };
    private static final int TRAJECTORIES = 128;
    private static final int TIMES = 32;
    private static final double LARGEST_START = 3.14;
    private static final double VELOCITY_MARGIN = 0.001;

    private final Examples train;
    private final Examples validation;
    private final Examples test;

    private PendulumData(Examples train, Examples validation, Examples test) {
        this.train = train;
        this.validation = validation;
        this.test = test;
    }

    /** Simulates the data; the same seed gives the same data. */
    public static PendulumData simulate(long seed) {
        // trajectories[torque][trial] is [TIMES, CHANNELS]
        List<List<float[]>> trajectories = new ArrayList<>();
        for (int i = 0; i < TORQUES.length; i++) {
            trajectories.add(new ArrayList<>());
        }
        SplittableRandom random = new SplittableRandom(seed);
        while (trajectories.stream().anyMatch(t -> t.size() < TRAJECTORIES)) {
            simulateMore(random, trajectories);
        }
        int trainEnd = (int) (TRAJECTORIES * 0.7);
        int validationEnd = trainEnd + (int) (TRAJECTORIES * 0.15);
        return new PendulumData(
                windows(trajectories, 0, trainEnd),
                windows(trajectories, trainEnd, validationEnd),
                windows(trajectories, validationEnd, TRAJECTORIES));
    }

    private static void simulateMore(SplittableRandom random, List<List<float[]>> trajectories) {
        double[] starts =
                random.doubles(4L * TRAJECTORIES, -LARGEST_START, LARGEST_START).toArray();
        int pendulums = TRAJECTORIES * TORQUES.length;
        double[] initial = new double[pendulums * 4];
        double[] torques = new double[pendulums * 2];
        for (int u = 0; u < TORQUES.length; u++) {
            System.arraycopy(starts, 0, initial, u * starts.length, starts.length);
            for (int trial = 0; trial < TRAJECTORIES; trial++) {
                System.arraycopy(TORQUES[u], 0, torques, (u * TRAJECTORIES + trial) * 2, 2);
            }
        }
        double[] times = new double[TIMES + 1];
        for (int i = 0; i < times.length; i++) {
            times[i] = i * STEP;
        }
        double[] states = PendulumSimulator.simulate(initial, torques, times);
        for (int u = 0; u < TORQUES.length; u++) {
            List<float[]> kept = trajectories.get(u);
            for (int trial = 0; trial < TRAJECTORIES && kept.size() < TRAJECTORIES; trial++) {
                float[] rows = channels(states, u * TRAJECTORIES + trial, pendulums, TORQUES[u]);
                if (isSlow(rows)) {
                    kept.add(rows);
                }
            }
        }
    }

    /** The channels of one pendulum after each step; the state it starts from is not among them. */
    private static float[] channels(double[] states, int pendulum, int pendulums, double[] torque) {
        float[] rows = new float[TIMES * CHANNELS];
        for (int i = 0; i < TIMES; i++) {
            int from = ((i + 1) * pendulums + pendulum) * 4;
            int to = i * CHANNELS;
            rows[to] = (float) Math.cos(states[from]);
            rows[to + 1] = (float) Math.cos(states[from + 1]);
            rows[to + 2] = (float) Math.sin(states[from]);
            rows[to + 3] = (float) Math.sin(states[from + 1]);
            rows[to + 4] = (float) states[from + 2];
            rows[to + 5] = (float) states[from + 3];
            rows[to + 6] = (float) torque[0];
            rows[to + 7] = (float) torque[1];
        }
        return rows;
    }

    private static boolean isSlow(float[] rows) {
        for (int row = 0; row < TIMES; row++) {
            if (Math.abs(rows[row * CHANNELS + 4]) >= DoublePendulum.MAX_VELOCITY_1 - VELOCITY_MARGIN
                    || Math.abs(rows[row * CHANNELS + 5]) >= DoublePendulum.MAX_VELOCITY_2 - VELOCITY_MARGIN) {
                return false;
            }
        }
        return true;
    }

    private static Examples windows(List<List<float[]>> trajectories, int from, int to) {
        int perTrajectory = TIMES - WINDOW + 1;
        int width = WINDOW * CHANNELS;
        float[] values = new float[trajectories.size() * (to - from) * perTrajectory * width];
        int next = 0;
        for (List<float[]> ofTorque : trajectories) {
            for (float[] rows : ofTorque.subList(from, to)) {
                for (int start = 0; start < perTrajectory; start++) {
                    System.arraycopy(rows, start * CHANNELS, values, next, width);
                    next += width;
                }
            }
        }
        return new TimeWindows(values, WINDOW, CHANNELS);
    }

    /** The times of a window in s: 0, 0.05, ..., 0.35. */
    public static double[] times() {
        double[] times = new double[WINDOW];
        for (int i = 0; i < WINDOW; i++) {
            times[i] = i * STEP;
        }
        return times;
    }

    /** The windows to train on. */
    public Examples train() {
        return train;
    }

    /** The windows to choose settings by. */
    public Examples validation() {
        return validation;
    }

    /** The windows to report on. */
    public Examples test() {
        return test;
    }
}
