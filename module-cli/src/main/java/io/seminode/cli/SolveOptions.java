package io.seminode.cli;

import io.seminode.cli.experiment.EngineSetting;
import io.seminode.solver.tensor.Device;
import io.seminode.solver.tensor.Devices;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that solves: tolerances, engine and device. */
final class SolveOptions {
    @Option(names = "--rtol", paramLabel = "X", description = "Relative tolerance.")
    private @Nullable Double rtol;

    @Option(names = "--atol", paramLabel = "X", description = "Absolute tolerance.")
    private @Nullable Double atol;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            converter = Choices.EngineChoice.class,
            defaultValue = "auto",
            description = "auto, xla or native; auto takes the faster. Default: ${DEFAULT-VALUE}.")
    private EngineSetting engine = EngineSetting.AUTO;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            converter = Choices.DeviceChoice.class,
            defaultValue = "cpu",
            description = "cpu or gpu. Default: ${DEFAULT-VALUE}.")
    private Device device = Device.CPU;

    double rtol(double otherwise) {
        return rtol == null ? otherwise : rtol;
    }

    double atol(double otherwise) {
        return atol == null ? otherwise : atol;
    }

    EngineSetting engine() {
        return engine;
    }

    Device device() {
        return device;
    }

    /** Ends the command if the device is not there. */
    void requireDevice() {
        if (device == Device.GPU) {
            Devices.gpuObstacle().ifPresent(obstacle -> {
                throw CommandException.failed("No GPU for --device gpu: " + obstacle + ". Or use --device cpu.");
            });
        }
    }
}
