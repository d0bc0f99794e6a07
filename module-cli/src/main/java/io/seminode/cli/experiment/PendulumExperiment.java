package io.seminode.cli.experiment;

import io.seminode.data.pendulum.PendulumData;
import io.seminode.models.TrainableModel;
import io.seminode.models.file.DataSettings;
import io.seminode.models.symplectic.SymplecticOdeNet;
import io.seminode.models.train.TrainingSettings;
import java.util.Arrays;
import java.util.List;

/**
 * The double pendulum of the paper: a symplectic ODE-Net learns a simulated, fully actuated double pendulum.
 *
 * <p>Source: Kidger, Chen and Lyons (arXiv:2009.09457), section 3.3; Zhong, Dey and Chakraborty, "Symplectic ODE-Net"
 * (arXiv:1909.12077).
 */
public final class PendulumExperiment implements Experiment {
    private static final double TOLERANCE = 1e-4;

    private static final List<Preset> PRESETS = List.of(
            new Preset(
                    "quick",
                    "the full network on a reduced schedule, minutes",
                    TrainingSettings.create()
                            .withEpochs(3)
                            .withBatchSize(256)
                            .withMaxBatches(10)
                            .withLearningRate(1e-3, 0.01),
                    TOLERANCE,
                    TOLERANCE),
            new Preset(
                    "paper",
                    "the schedule of the paper, 50 epochs, hours",
                    TrainingSettings.create().withEpochs(50).withBatchSize(256).withLearningRate(1e-3, 0.01),
                    TOLERANCE,
                    TOLERANCE));

    /** For the registry. */
    PendulumExperiment() {}

    @Override
    public String name() {
        return "pendulum";
    }

    @Override
    public String description() {
        return "a symplectic ODE-Net learns a simulated double pendulum";
    }

    @Override
    public String timeUnit() {
        return "s";
    }

    @Override
    public String lossName() {
        return "Mean squared error";
    }

    @Override
    public List<Preset> presets() {
        return PRESETS;
    }

    @Override
    public List<String> norms() {
        return List.of("default", "seminorm", "seminorm-published", "seminorm@lazy");
    }

    @Override
    public TrainableModel model(Preset preset) {
        return SymplecticOdeNet.paper(PendulumData.times());
    }

    @Override
    public Workload prepare(Preset preset, long seed) {
        PendulumData data = PendulumData.simulate(seed);
        return new Workload(
                () -> model(preset),
                Arrays.stream(PendulumData.times()).boxed().toList(),
                data.train(),
                data.validation(),
                data.test(),
                DataSettings.of(name()));
    }
}
