package io.seminode.solver.tensor;

/**
 * A device that TensorFlow sees.
 *
 * @param name TensorFlow's name for it, such as {@code /device:GPU:0}
 * @param type its kind: CPU, GPU
 * @param memoryBytes how much memory TensorFlow takes it to have, in bytes
 */
public record DeviceInfo(String name, String type, long memoryBytes) {}
