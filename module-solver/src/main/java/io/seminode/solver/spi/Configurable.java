package io.seminode.solver.spi;

import java.util.List;

/**
 * A provider that takes options: {@code "weighted:z=1,a_z=0.1"} is the provider {@code weighted} with two options.
 *
 * <p>What the service loader finds is the provider with every option as it is by default. A norm with options implements
 * {@code Norm} and {@code Configurable<Norm>}; controllers and methods likewise.
 *
 * @param <S> the service
 */
public interface Configurable<S extends Named> extends Named {
    /** The options there are, for listings and error messages. */
    List<ProviderOption> options();

    /**
     * The same kind of provider with the given options; this one stays as it is.
     *
     * @param values only options that are among {@link #options}
     * @return called {@link OptionValues#name}, so that what is recorded of a run says how it was configured
     * @throws ProviderOptionException if a value cannot be; see {@link OptionValues#invalid}
     */
    S configured(OptionValues values);
}
