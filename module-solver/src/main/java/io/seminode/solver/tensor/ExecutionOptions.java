package io.seminode.solver.tensor;

/**
 * How and where compiled functions run.
 *
 * @param engine the executor
 * @param device the device
 */
public record ExecutionOptions(Engine engine, Device device) {

    /** Whichever engine proves faster, on the processor. */
    public static final ExecutionOptions AUTO_CPU = new ExecutionOptions(Engine.AUTO, Device.CPU);

    /** TensorFlow's executor on the processor. */
    public static final ExecutionOptions NATIVE_CPU = new ExecutionOptions(Engine.NATIVE, Device.CPU);

    /** One XLA program on the processor. */
    public static final ExecutionOptions XLA_CPU = new ExecutionOptions(Engine.XLA, Device.CPU);

    /** The same device with another engine. */
    public ExecutionOptions withEngine(Engine other) {
        return new ExecutionOptions(other, device);
    }
}
