package io.seminode.solver.problem;

import org.tensorflow.ndarray.Shape;

/**
 * Something a vector field uses besides time and state.
 *
 * @param name unique among parameters and constants
 * @param shape its static shape
 * @param use what is done with it
 */
public record Parameter(String name, Shape shape, Use use) {

    /** What is done with a parameter. */
    public enum Use {
        /** It gets a gradient; a field that does not use it is an error. */
        LEARNT,
        /** It gets a gradient; if the field does not use it, that gradient is zero. */
        MAY_BE_UNUSED,
        /** It gets no gradient: data, noise, a control path. */
        CONSTANT
    }

    /** Whether it gets a gradient. */
    public boolean isLearnt() {
        return use != Use.CONSTANT;
    }
}
