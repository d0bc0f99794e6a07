package io.seminode.solver.control;

import io.seminode.solver.spi.Providers;
import java.util.ServiceLoader;

/** Finds step controllers. */
public final class Controllers {
    private Controllers() {}

    /** Those that this module's layer and its class loader offer: the built-in ones and the user's own. */
    public static Providers<StepController> load() {
        return Providers.load("controller", StepController.class, ServiceLoader.load(StepController.class));
    }
}
