package io.seminode.solver.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The options given to a provider, checked against those it has. */
public final class OptionValues {
    private final String kind;
    private final String provider;
    private final List<ProviderOption> options;
    private final Map<String, String> given;

    /**
     * Checks the names.
     *
     * @param kind of the provider, in the singular, for messages: "norm"
     * @param provider its name: "weighted"
     * @param options those there are
     * @param given values by option, in the order they were given
     * @throws ProviderOptionException if there is no such option; the message lists those there are
     */
    public OptionValues(String kind, String provider, List<ProviderOption> options, Map<String, String> given) {
        this.kind = kind;
        this.provider = provider;
        this.options = List.copyOf(options);
        this.given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
        if (options.stream().noneMatch(ProviderOption::open)) {
            for (String name : given.keySet()) {
                if (options.stream().noneMatch(o -> o.name().equals(name))) {
                    throw new ProviderOptionException("Unknown option \"" + name + "\" of " + called() + "; known are "
                            + String.join(", ", known()) + ".");
                }
            }
        }
    }

    private String called() {
        return kind + " \"" + provider + "\"";
    }

    /** The provider's name with these options, as it was asked for: {@code weighted:z=1,a_z=0.1}. */
    public String name() {
        List<String> all = new ArrayList<>();
        given.forEach((option, value) -> all.add(option + "=" + value));
        return all.isEmpty() ? provider : provider + ":" + String.join(",", all);
    }

    /** Names of the options of fixed name, sorted. */
    private Set<String> known() {
        Set<String> names = new TreeSet<>();
        options.stream().filter(o -> !o.open()).forEach(o -> names.add(o.name()));
        return names;
    }

    /** What was given to the open option, in the order it was given: every name that no option of fixed name has. */
    public Set<String> openNames() {
        Set<String> open = new LinkedHashSet<>(given.keySet());
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
                .orElseThrow(() -> new IllegalArgumentException("No option \"" + option + "\" of " + called() + "."))
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
        return new ProviderOptionException("Option \"" + option + "\" of " + called() + " is \"" + text(option)
                + "\", expected " + expected + ".");
    }
}
