package io.seminode.solver.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.norm.Norms;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The registry of providers. */
class ProvidersTest {

    private record Colour(String name) implements Named {
        @Override
        public String description() {
            return "The colour " + name + ".";
        }
    }

    private record Paint(String name) implements Named {
        @Override
        public String description() {
            return "Paint of the colour " + name + ".";
        }
    }

    @Test
    void findsByNameInAnExplicitList() {
        Named red = new Colour("red");
        Named blue = new Colour("blue");
        Providers<Named> providers = Providers.of("colour", List.of(red, blue));
        assertSame(red, providers.get("red"));
        assertEquals(List.of("blue", "red"), providers.names());
        assertEquals(List.of(blue, red), List.copyOf(providers.all()));
    }

    @Test
    void duplicateNamesBothProvidersAndWhereTheyComeFrom() {
        List<Named> twice = List.of(new Colour("red"), new Paint("red"));
        DuplicateProviderException e =
                assertThrows(DuplicateProviderException.class, () -> Providers.of("colour", twice));
        assertTrue(e.getMessage().contains(Colour.class.getName()), e.getMessage());
        assertTrue(e.getMessage().contains(Paint.class.getName()), e.getMessage());
        assertTrue(e.getMessage().contains("io.seminode.solver"), e.getMessage());
        assertTrue(e.getMessage().contains("\"red\""), e.getMessage());
    }

    @Test
    void unknownNameListsTheKnownOnes() {
        Providers<Named> providers = Providers.of("colour", List.of(new Colour("red"), new Colour("blue")));
        UnknownProviderException e = assertThrows(UnknownProviderException.class, () -> providers.get("mauve"));
        assertTrue(e.getMessage().contains("\"mauve\""), e.getMessage());
        assertTrue(e.getMessage().contains("blue, red"), e.getMessage());
    }

    @Test
    void loadedRegistriesDoNotShareState() {
        assertEquals(Norms.load().names(), Norms.load().names());
        assertThrows(UnknownProviderException.class, () -> Norms.load().get("no-such-norm"));
    }

    @Test
    void listsCannotBeChanged() {
        Providers<Named> providers = Providers.of("colour", List.of(new Colour("red")));
        assertThrows(
                UnsupportedOperationException.class, () -> providers.names().add("blue"));
        assertThrows(UnsupportedOperationException.class, () -> providers.all().clear());
    }
}
