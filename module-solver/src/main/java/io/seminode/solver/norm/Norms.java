package io.seminode.solver.norm;

import io.seminode.solver.spi.Providers;
import java.util.ServiceLoader;

/** Finds norms. */
public final class Norms {
    private Norms() {}

    /** Those that this module's layer and its class loader offer: the built-in ones and the user's own. */
    public static Providers<Norm> load() {
        return Providers.load("norm", Norm.class, ServiceLoader.load(Norm.class));
    }

    /** Those that a class loader offers, besides the built-in ones. */
    public static Providers<Norm> load(ClassLoader loader) {
        return Providers.load("norm", Norm.class, ServiceLoader.load(Norm.class, loader));
    }
}
