package io.seminode.solver.tensor;

import java.util.Locale;

/** Where a compiled function runs. */
public enum Device {
    /** The processor. */
    CPU,
    /** The first GPU that TensorFlow sees. */
    GPU;

    /** The name as used on the command line and in result files: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name TensorFlow gives the device. */
    String tensorFlowName() {
        return "/device:" + name() + ":0";
    }

    /** Whether TensorFlow sees such a device; {@link Devices#gpuObstacle} says why not. */
    public boolean isAvailable() {
        return this == CPU
                || Devices.visible().stream().anyMatch(device -> device.type().equals(name()));
    }
}
