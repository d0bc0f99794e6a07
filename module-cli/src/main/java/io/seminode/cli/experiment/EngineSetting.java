package io.seminode.cli.experiment;

import io.seminode.solver.tensor.Engine;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The engine a user asks for. */
public enum EngineSetting {
    /** Whichever proves faster on the first steps. */
    AUTO(null),
    /** XLA. */
    XLA(Engine.XLA),
    /** TensorFlow's own executor. */
    NATIVE(Engine.NATIVE);

    private final @Nullable Engine engine;

    EngineSetting(@Nullable Engine engine) {
        this.engine = engine;
    }

    /** The engine, or null if it is to be found out. */
    public @Nullable Engine engine() {
        return engine;
    }

    /** The name as used on the command line and in result files: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
