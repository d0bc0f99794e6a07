package io.seminode.solver.method;

import io.seminode.solver.spi.Providers;
import java.util.ServiceLoader;

/** Finds Runge-Kutta methods. */
public final class Methods {
    private Methods() {}

    /** Those that this module's layer and its class loader offer: the built-in ones and the user's own. */
    public static Providers<RungeKuttaMethod> load() {
        return Providers.load("method", RungeKuttaMethod.class, ServiceLoader.load(RungeKuttaMethod.class));
    }
}
