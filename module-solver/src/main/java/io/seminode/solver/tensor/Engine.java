package io.seminode.solver.tensor;

import java.util.Locale;

/** How a compiled function is executed: by TensorFlow's own executor or as one XLA program. */
public enum Engine {
    /** TensorFlow's executor runs the operations one by one, large ones on several threads. */
    NATIVE,
    /** The whole function, loops included, becomes one XLA program; needs static shapes. */
    XLA;

    /** The name as used on the command line and in result files: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
