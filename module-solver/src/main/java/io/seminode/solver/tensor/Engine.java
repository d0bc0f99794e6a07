package io.seminode.solver.tensor;

import java.util.List;
import java.util.Locale;

/** How a compiled function is executed: by TensorFlow's own executor or as one XLA program. */
public enum Engine {
    /**
     * Whichever of the others proves faster, found out by timing in use: natively at first, since XLA takes seconds to compile, then by XLA if that is
     * faster. The two differ in last digits; where a result must be the same in every run, name one of them.
     */
    AUTO,
    /** TensorFlow's executor runs the operations one by one, large ones on several threads. */
    NATIVE,
    /** The whole function, loops included, becomes one XLA program; needs static shapes. */
    XLA;

    /** Those that run functions: all but {@link #AUTO}, which chooses among them. */
    public static List<Engine> executors() {
        return List.of(NATIVE, XLA);
    }

    /** The name as used on the command line and in result files: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
