package io.seminode.solver.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * Operands by name, in a fixed order: a state, its derivative, or the parameters of a field.
 *
 * @param <T> the element type of all of them
 */
public final class NamedOperands<T extends TFloating> {
    private final Map<String, Operand<T>> operands;

    private NamedOperands(Map<String, Operand<T>> operands) {
        this.operands = operands;
    }

    /** Operands in the order of the map. */
    public static <T extends TFloating> NamedOperands<T> of(Map<String, ? extends Operand<T>> operands) {
        return new NamedOperands<>(new LinkedHashMap<>(operands));
    }

    /** One operand. */
    public static <T extends TFloating> NamedOperands<T> of(String name, Operand<T> operand) {
        return of(Map.of(name, operand));
    }

    /** Two operands. */
    public static <T extends TFloating> NamedOperands<T> of(
            String name1, Operand<T> operand1, String name2, Operand<T> operand2) {
        Map<String, Operand<T>> map = new LinkedHashMap<>();
        map.put(name1, operand1);
        map.put(name2, operand2);
        return of(map);
    }

    /** Names and operands, side by side. */
    public static <T extends TFloating> NamedOperands<T> of(List<String> names, List<? extends Operand<T>> operands) {
        if (names.size() != operands.size()) {
            throw new IllegalArgumentException(operands.size() + " operands found for the names " + names + ".");
        }
        Map<String, Operand<T>> map = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            map.put(names.get(i), operands.get(i));
        }
        return new NamedOperands<>(map);
    }

    /** No operands. */
    public static <T extends TFloating> NamedOperands<T> empty() {
        return new NamedOperands<>(Map.of());
    }

    /**
     * The operand of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names there are
     */
    public Operand<T> get(String name) {
        Operand<T> operand = operands.get(name);
        if (operand == null) {
            throw new IllegalArgumentException("No operand \"" + name + "\"; there are " + operands.keySet() + ".");
        }
        return operand;
    }

    /** The names, in order. */
    public Set<String> names() {
        return operands.keySet();
    }

    /** The operands, in order. */
    public List<Operand<T>> list() {
        return List.copyOf(operands.values());
    }

    /** How many there are. */
    public int size() {
        return operands.size();
    }

    /** As a map in order. */
    public Map<String, Operand<T>> asMap() {
        return java.util.Collections.unmodifiableMap(operands);
    }

    /** The same names with other operands. */
    public NamedOperands<T> map(UnaryOperator<Operand<T>> function) {
        List<Operand<T>> mapped = new ArrayList<>();
        operands.values().forEach(o -> mapped.add(function.apply(o)));
        return of(List.copyOf(operands.keySet()), mapped);
    }
}
