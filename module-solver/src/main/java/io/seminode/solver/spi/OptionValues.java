package io.seminode.solver.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The options given to a provider, checked against those it has. */
public final class OptionValues {
    private final String provider;
    private final List<ProviderOption> options;
    private final Map<String, String> given;

    /**
     * Checks the names.
     *
     * @param provider for messages: {@code norm "weighted"}
     * @param options those there are
     * @param given values by option, in the order they were given
     * @throws ProviderOptionException if there is no such option; the message lists those there are
     */
    public OptionValues(String provider, List<ProviderOption> options, Map<String, String> given) {
        this.provider = provider;
        this.options = List.copyOf(options);
        this.given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
        if (options.stream().noneMatch(ProviderOption::open)) {
            for (String name : given.keySet()) {
                if (options.stream().noneMatch(o -> o.name().equals(name))) {
                    throw new ProviderOptionException("Unknown option \"" + name + "\" of " + provider + "; known are "
                            + String.join(", ", known()) + ".");
                }
            }
        }
    }

    /** Names of the options of fixed name, sorted. */
    private Set<String> known() {
        Set<String> names = new TreeSet<>();
        options.stream().filter(o -> !o.open()).forEach(o -> names.add(o.name()));
        return names;
    }

    /** What was given to the open option, in the order it was given: every name that no option of fixed name has. */
    public Set<String> openNames() {
        Set<String> open = new java.util.LinkedHashSet<>(given.keySet());
        open.removeAll(known());
        return open;
    }

    /** Whether the option was given. */
    public boolean isGiven(String option) {
        return given.containsKey(option);
    }

    /** The value of an option as text: as given, or as it is by default. */
    public String text(String option) {
        String text = given.get(option);
        if (text != null) {
            return text;
        }
        return options.stream()
                .filter(o -> o.name().equals(option) || (o.open() && !known().contains(option)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No option \"" + option + "\" of " + provider + "."))
                .otherwise();
    }

    /**
     * The value of an option as a number.
     *
     * @throws ProviderOptionException if it is not a finite one
     */
    public double number(String option) {
        double number = parsed(option, Double::valueOf, "a number");
        if (!Double.isFinite(number)) {
            throw invalid(option, "a finite number");
        }
        return number;
    }

    /**
     * The value of an option as a whole number.
     *
     * @throws ProviderOptionException if it is not one
     */
    public int wholeNumber(String option) {
        return parsed(option, Integer::valueOf, "a whole number");
    }

    private <T> T parsed(String option, Function<String, T> parser, String expected) {
        try {
            return parser.apply(text(option));
        } catch (NumberFormatException e) {
            throw invalid(option, expected);
        }
    }

    /** The exception to throw if an option's value cannot be: "found ..., expected ...". */
    public ProviderOptionException invalid(String option, String expected) {
        return new ProviderOptionException("Option \"" + option + "\" of " + provider + " is \"" + text(option)
                + "\", expected " + expected + ".");
    }
}
