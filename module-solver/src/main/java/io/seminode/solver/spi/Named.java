package io.seminode.solver.spi;

/** Something a user chooses by name: a norm, a Runge-Kutta method, a step controller. */
public interface Named {
    /**
     * Unique among the providers of its kind; lower case letters, digits, hyphens and underscores. The options follow, after a colon, where
     * it was configured with some, see {@link Configurable}.
     */
    String name();

    /** One sentence for listings, with the source of the method where there is one. */
    String description();
}
