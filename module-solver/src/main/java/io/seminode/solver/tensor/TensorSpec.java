package io.seminode.solver.tensor;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TType;

/**
 * Name, element type and static shape of a tensor that goes into a compiled function.
 *
 * @param name unique among the inputs of one function
 * @param type TensorFlow's type class, for example {@code TFloat32.class}
 * @param shape a fully known shape
 */
public record TensorSpec(String name, Class<? extends TType> type, Shape shape) {

    /** Rejects names and shapes that a function cannot have. */
    public TensorSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A tensor needs a name, found a blank one.");
        }
        if (shape.hasUnknownDimension()) {
            throw new IllegalArgumentException("Tensor \"" + name + "\" has shape " + shape
                    + ", expected every dimension to be known: compiled functions have static shapes.");
        }
    }
}
