package io.seminode.data.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import io.seminode.data.Examples;
import io.seminode.data.TimeWindows;
import io.seminode.data.pendulum.PendulumData;
import java.util.Objects;
import org.tribuo.Example;
import org.tribuo.OutputFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * One step of the simulated double pendulum: from angles, velocities and torques to angles and velocities 0.05 s later. See
 * {@link PendulumData}.
 */
public final class PendulumDataSource extends ExamplesSource<Regressor> {
    private static final String[] NAMES = {
        "cos1", "cos2", "sin1", "sin2", "velocity1", "velocity2", "torque1", "torque2"
    };
    private static final int STATE = 6;

    @Config(description = "Seed of the simulation.")
    private long seed = 0;

    @Config(description = "TRAIN, VALIDATION or TEST.")
    private DataPart part = DataPart.TRAIN;

    private final RegressionFactory factory = new RegressionFactory();

    /** For configurations. */
    private PendulumDataSource() {}

    /** A part of the steps: the first of each window. */
    public PendulumDataSource(long seed, DataPart part) {
        this.seed = seed;
        this.part = part;
    }

    @Override
    Loaded<Regressor> load() {
        PendulumData data = PendulumData.simulate(seed);
        Examples windows = switch (part) {
            case TRAIN -> data.train();
            case VALIDATION -> data.validation();
            case TEST -> data.test();
        };
        return new Loaded<>() {
            @Override
            public int size() {
                return windows.size();
            }

            @Override
            public Example<Regressor> example(int index) {
                return step(
                        Objects.requireNonNull(windows.gather(new int[] {index}).get(TimeWindows.FIELD)));
            }
        };
    }

    private static Example<Regressor> step(float[] window) {
        double[] now = new double[NAMES.length];
        double[] next = new double[STATE];
        for (int i = 0; i < now.length; i++) {
            now[i] = window[i];
        }
        for (int i = 0; i < STATE; i++) {
            next[i] = window[PendulumData.CHANNELS + i];
        }
        return new ArrayExample<>(new Regressor(java.util.Arrays.copyOf(NAMES, STATE), next), NAMES, now);
    }

    @Override
    public OutputFactory<Regressor> getOutputFactory() {
        return factory;
    }
}
