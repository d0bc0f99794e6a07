package io.seminode.lab.bench;

import io.seminode.models.symplectic.SymplecticOdeNet;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.tensorflow.types.family.TFloating;

/** The symplectic ODE-Net of the double pendulum, on random states. */
final class SymplecticBench implements BenchProblem {
    private static final int CHANNELS = 8;
    private static final int TIMES = 8;
    private static final double STEP = 0.05;
    private static final double ANGLES = 6.28;

    SymplecticBench() {}

    @Override
    public String name() {
        return "symoden";
    }

    @Override
    public Defaults defaults() {
        return new Defaults(new Sizes(256, 400, 300), 1e-4, 1e-4);
    }

    @Override
    public <T extends TFloating> Instance<T> create(Class<T> type, Sizes sizes, long seed) {
        double[] times = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            times[i] = i * STEP;
        }
        SymplecticOdeNet model = new SymplecticOdeNet(sizes.hidden(), sizes.width(), sizes.width(), times);
        return new Instance<>(
                model.problem(type, sizes.batch()),
                Map.of(SymplecticOdeNet.STATE, firstState(sizes.batch(), seed)),
                model.initialParameters(seed),
                Arrays.stream(times).boxed().toList(),
                Loss.MEAN_SQUARE);
    }

    /** (cos q, sin q, q', u) with uniform angles, normal velocities and normal torques rounded to whole numbers. */
    private static float[] firstState(int batch, long seed) {
        Random random = new Random(seed);
        float[] first = new float[batch * CHANNELS];
        for (int row = 0; row < batch; row++) {
            int at = row * CHANNELS;
            for (int angle = 0; angle < 2; angle++) {
                double q = (random.nextDouble() - 0.5) * ANGLES;
                first[at + angle] = (float) Math.cos(q);
                first[at + 2 + angle] = (float) Math.sin(q);
                first[at + 4 + angle] = (float) random.nextGaussian();
                first[at + 6 + angle] = (float) Math.rint(random.nextGaussian());
            }
        }
        return first;
    }
}
