package io.seminode.solver.spi;

/**
 * An option of a provider: what stands before the equals sign in {@code --norm "weighted:z=1,others=0"}.
 *
 * @param name the option's name; for an open option what its names stand for, in capitals: {@code PART}
 * @param description a few words for listings
 * @param otherwise the value it has if it is not given
 * @param open whether it stands for any number of options whose names the provider does not know beforehand
 */
public record ProviderOption(String name, String description, String otherwise, boolean open) {

    /** Rejects blank names. */
    public ProviderOption {
        if (name.isBlank()) {
            throw new IllegalArgumentException("An option of a provider needs a name, found a blank one.");
        }
    }

    /** An option of that name. */
    public static ProviderOption of(String name, String otherwise, String description) {
        return new ProviderOption(name, description, otherwise, false);
    }

    /** An option for each of what {@code what} stands for, such as the parts of a state. */
    public static ProviderOption forEach(String what, String otherwise, String description) {
        return new ProviderOption(what, description, otherwise, true);
    }
}
