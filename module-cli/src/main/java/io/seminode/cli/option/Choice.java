package io.seminode.cli.option;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * For picocli: finds the value of an option by its name, or says which names there are.
 *
 * @param <T> the value
 */
public abstract class Choice<T> implements ITypeConverter<T> {
    private final String kind;
    private final List<T> values;
    private final Function<T, String> name;

    /**
     * A choice of these values.
     *
     * @param kind what they are, in the singular, for messages: "norm"
     */
    protected Choice(String kind, List<T> values, Function<T, String> name) {
        this.kind = kind;
        this.values = values;
        this.name = name;
    }

    /** Those there are. */
    public final List<String> names() {
        return values.stream().map(name).toList();
    }

    @Override
    public final T convert(String text) {
        return values.stream()
                .filter(v -> name.apply(v).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "Unknown " + kind + " \"" + text + "\"; known are " + String.join(", ", names()) + "."));
    }
}
