package io.seminode.solver.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.spi.Configurable;
import io.seminode.solver.spi.Named;
import io.seminode.solver.spi.OptionValues;
import io.seminode.solver.spi.ProviderOption;
import io.seminode.solver.spi.ProviderOptionException;
import io.seminode.solver.spi.Providers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What everything that is chosen by name keeps to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class NamedContract<S extends Named> {
    /** For subclasses. */
    protected NamedContract() {}

    /** What is checked, as it is found or configured with options. */
    protected abstract Collection<S> providers();

    @Test
    void thereAreProviders() {
        assertFalse(providers().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void nameAndDescriptionSuitListings(S provider) {
        assertTrue(provider.name().matches("[a-z0-9]+([-_][a-z0-9]+)*(:.+)?"), provider.name());
        assertFalse(provider.description().isBlank());
        assertFalse(provider.description().contains("\n"));
    }

    /** Each option is described, its default is a value it can have, and what is configured says so in its name. */
    @ParameterizedTest
    @MethodSource("providers")
    void takesItsOptions(S provider) {
        if (!(provider instanceof Configurable<?> configurable)) {
            return;
        }
        String name = provider.name().replaceFirst(":.*", "");
        List<ProviderOption> options = configurable.options();
        assertFalse(options.isEmpty());
        for (ProviderOption option : options) {
            assertFalse(option.description().isBlank(), option.name());
            Map<String, String> given = Map.of(option.name(), option.otherwise());
            Named configured = configurable.configured(new OptionValues("provider", name, options, given));
            assertEquals(name + ":" + option.name() + "=" + option.otherwise(), configured.name());
            assertEquals(provider.getClass(), configured.getClass());
        }
        if (options.stream().noneMatch(ProviderOption::open)) {
            Providers<S> registry = Providers.of("provider", List.of(provider));
            assertThrows(ProviderOptionException.class, () -> registry.get(name + ":no-such-option=1"));
        }
    }
}
