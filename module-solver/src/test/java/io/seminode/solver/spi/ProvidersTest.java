package io.seminode.solver.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.norm.Norms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void anEmptyListSaysWhy() {
        Providers<Named> providers = Providers.of("colour", List.of());
        assertEquals(
                "Unknown colour \"red\"; none is known: the list of them is empty.",
                assertThrows(UnknownProviderException.class, () -> providers.get("red"))
                        .getMessage());
    }

    @Test
    void ownProvidersAreFoundWhereTheThreadsClassLoaderSeesNone() {
        List<String> names = Norms.load().names();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertEquals(names, Norms.load().names());
            assertEquals(List.of(), Norms.load().rejected());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
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

    /** A shade of grey, with an option of each kind. */
    private record Grey(String name, double lightness, int coats) implements Configurable<Named> {
        @Override
        public String description() {
            return "A grey.";
        }

        @Override
        public List<ProviderOption> options() {
            return List.of(
                    ProviderOption.of("lightness", "0.5", "0 is black, 1 is white"),
                    ProviderOption.of("coats", "1", "how often it is painted"));
        }

        @Override
        public Grey configured(OptionValues values) {
            double asked = values.number("lightness");
            if (asked < 0 || asked > 1) {
                throw values.invalid("lightness", "0 to 1");
            }
            return new Grey(values.name(), asked, values.wholeNumber("coats"));
        }
    }

    private static final Providers<Named> PAINTS =
            Providers.of("paint", List.of(new Colour("red"), new Grey("grey", 0.5, 1)));

    @Test
    void optionsConfigureACopy() {
        assertEquals(new Grey("grey:lightness=0.25", 0.25, 1), PAINTS.get("grey:lightness=0.25"));
        assertEquals(new Grey("grey:coats=3", 0.5, 3), PAINTS.get("grey: coats = 3"));
        assertEquals(new Grey("grey:coats=2,lightness=1", 1, 2), PAINTS.get("grey:coats=2,lightness=1"));
        assertEquals(new Grey("grey", 0.5, 1), PAINTS.get("grey"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "grey:hue=3           | Unknown option \"hue\" of paint \"grey\"; known are coats, lightness.",
                "grey:lightness=pale  | Option \"lightness\" of paint \"grey\" is \"pale\", expected a number.",
                "grey:lightness=NaN   | Option \"lightness\" of paint \"grey\" is \"NaN\", expected a finite number.",
                "grey:lightness=2     | Option \"lightness\" of paint \"grey\" is \"2\", expected 0 to 1.",
                "grey:coats=1.5       | Option \"coats\" of paint \"grey\" is \"1.5\", expected a whole number.",
                "grey:coats=1,coats=2 | Option \"coats\" of paint \"grey\" is given twice; give it once.",
                "grey:coats           | Found \"coats\" among the options of paint \"grey\", expected OPTION=VALUE,...",
                "grey:                | Found \"\" among the options of paint \"grey\", expected OPTION=VALUE,...",
                "red:coats=1          | Found options \"coats=1\" of paint \"red\", which takes none; leave them out.",
            })
    void wrongOptionsSayWhatThereIs(String text, String message) {
        assertEquals(
                message,
                assertThrows(ProviderOptionException.class, () -> PAINTS.get(text))
                        .getMessage());
    }

    @Test
    void openOptionsTakeAnyName() {
        List<ProviderOption> options = List.of(
                ProviderOption.of("others", "1", "weight of the rest"),
                ProviderOption.forEach("PART", "0", "weight of a part"));
        Map<String, String> given = new LinkedHashMap<>();
        given.put("z", "2");
        given.put("others", "3");
        given.put("a_z", "0.5");
        OptionValues values = new OptionValues("norm", "weighted", options, given);
        assertEquals(List.of("z", "a_z"), List.copyOf(values.openNames()));
        assertEquals(0.5, values.number("a_z"));
        assertEquals(0, values.number("q"));
        assertEquals(3, values.number("others"));
        assertTrue(values.isGiven("z"));
        assertEquals("weighted:z=2,others=3,a_z=0.5", values.name());
    }
}
