package io.seminode.solver.spi;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Asks a service loader for all it has, and goes on after what fails. */
final class ServiceSearch {
    /** A service loader passes what fails, so this many failures mean that one does not. */
    private static final int TOO_MANY_FAILURES = 1_000;

    private ServiceSearch() {}

    /** The providers that can be made; the others are added to {@code rejected}. */
    static <S extends Named> List<S> run(ServiceLoader<S> loader, List<RejectedProvider> rejected) {
        List<S> found = new ArrayList<>();
        Iterator<ServiceLoader.Provider<S>> providers = loader.stream().iterator();
        while (rejected.size() < TOO_MANY_FAILURES) {
            try {
                if (!providers.hasNext()) {
                    break;
                }
                make(providers.next(), found, rejected);
            } catch (ServiceConfigurationError | LinkageError e) {
                rejected.add(new RejectedProvider(headline(e), RejectedProvider.reason(e)));
            }
        }
        return found;
    }

    private static <S extends Named> void make(
            ServiceLoader.Provider<S> provider, List<S> found, List<RejectedProvider> rejected) {
        try {
            S made = provider.get();
            if (made.name().isBlank()) {
                throw new IllegalStateException("found a blank name");
            }
            found.add(made);
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            rejected.add(new RejectedProvider(Providers.describe(provider.type()), RejectedProvider.reason(e)));
        }
    }

    /** What could not even be looked at has no class to describe; the loader's message names it. */
    private static String headline(Throwable e) {
        return e.getMessage() == null ? "a provider" : e.getMessage();
    }
}
