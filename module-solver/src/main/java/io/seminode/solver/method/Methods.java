package io.seminode.solver.method;

import io.seminode.solver.spi.Providers;
import java.util.ServiceLoader;

/** Finds methods. */
public final class Methods {
    private Methods() {}

    /** Those that this module's layer and its class loader offer: the built-in ones and the user's own. */
    public static Providers<Method> load() {
        return Providers.load("method", Method.class, ServiceLoader.load(Method.class));
    }
}
