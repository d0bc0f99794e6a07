package io.seminode.solver.tensor;

import io.seminode.solver.state.NamedOperands;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;

/**
 * A record of operands as a row of operands, and back: what loops and functions carry, which know nothing but rows.
 *
 * <p>A record's components, in their order, are operands, {@link NamedOperands}, lists, maps and optionals of them, and
 * records of all these. The row is as long as the record that the bundle was made from says: lists have the same length
 * in every record that goes through it, maps the same keys, and what is null or empty stays so. A component of any other
 * type is no part of the row and is the same in every record that comes back.
 *
 * <p>Records are read and made by reflection, once when a graph is built. One that is not public lies in a package that is
 * open to this module.
 *
 * @param <R> the record
 */
public final class Bundle<R extends Record> {
    private final R like;
    private List<TensorSpec> specs = List.of();

    private Bundle(R like) {
        this.like = like;
    }

    /** The layout of this record and of all that have its sizes. */
    public static <R extends Record> Bundle<R> like(R record) {
        return new Bundle<>(record);
    }

    /** The layout of a record that is made in a graph of its own: what a function takes is known before there is one. */
    public static <R extends Record> Bundle<R> drawn(Function<Ops, R> record) {
        try (Graph graph = new Graph()) {
            return RootLocale.call(() -> {
                Bundle<R> bundle = new Bundle<>(record.apply(Ops.create(graph)));
                bundle.specs();
                return bundle;
            });
        }
    }

    /**
     * The operands of a record in a row.
     *
     * @throws IllegalArgumentException if a list or a map has another size than in the record this was made from
     */
    public List<Operand<?>> flatten(R record) {
        List<Operand<?>> row = new ArrayList<>();
        flatten(record.getClass().getSimpleName(), like, record, row);
        return row;
    }

    /** A name for each operand of the row, by the way to it: {@code state.y.0}. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        name("", like, names);
        return names;
    }

    /** Name, type and shape of each operand of the row. */
    public List<TensorSpec> specs() {
        if (specs.isEmpty()) {
            List<String> names = names();
            List<Operand<?>> row = flatten(like);
            List<TensorSpec> all = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                Operand<?> operand = row.get(i);
                all.add(new TensorSpec(names.get(i), operand.asOutput().type(), operand.shape()));
            }
            specs = List.copyOf(all);
        }
        return specs;
    }

    /** The operands of a record by their names, in order, for a function to return. */
    public Map<String, Operand<?>> named(R record) {
        List<String> names = names();
        List<Operand<?>> row = flatten(record);
        Map<String, Operand<?>> named = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            named.put(names.get(i), row.get(i));
        }
        return named;
    }

    /**
     * The record of operands that have the names, such as the inputs of a function.
     *
     * @throws IllegalArgumentException if one is missing; the message lists the names there are
     */
    public R of(Map<String, ? extends Operand<?>> named) {
        List<Operand<?>> row = new ArrayList<>();
        for (String name : names()) {
            Operand<?> operand = named.get(name);
            if (operand == null) {
                throw new IllegalArgumentException("No operand \"" + name + "\"; there are " + named.keySet() + ".");
            }
            row.add(operand);
        }
        return of(row);
    }

    /**
     * The record that {@link #flatten} made a row of.
     *
     * @throws IllegalArgumentException if the row is not as long as the record this was made from
     */
    public R of(List<? extends Operand<?>> row) {
        Iterator<? extends Operand<?>> next = row.iterator();
        int expected = size();
        if (row.size() != expected) {
            throw new IllegalArgumentException(row.size() + " operands found for a "
                    + like.getClass().getSimpleName() + ", expected " + expected + ".");
        }
        @SuppressWarnings("unchecked") // made like it
        R record = (R) Objects.requireNonNull(rebuild(like, next));
        return record;
    }

    private int size() {
        return flatten(like).size();
    }

    private static void flatten(String where, @Nullable Object like, @Nullable Object value, List<Operand<?>> row) {
        requireSame(where, sizeOf(like), sizeOf(value));
        if (value instanceof Operand<?> operand) {
            row.add(operand);
        } else if (value instanceof Record record && like instanceof Record other) {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                flatten(where + "." + component.getName(), get(component, other), get(component, record), row);
            }
        } else if (like != null && value != null) {
            Iterator<?> expected = items(like).iterator();
            for (Object item : items(value)) {
                flatten(where, expected.next(), item, row);
            }
        }
    }

    private static void requireSame(String where, int expected, int found) {
        if (found != expected) {
            throw new IllegalArgumentException(found + " operands found in " + where + ", expected " + expected + ".");
        }
    }

    /** How many items a collection has; 1 for an operand, 0 for what is not there. */
    private static int sizeOf(@Nullable Object value) {
        if (value instanceof Operand<?> || value instanceof Record) {
            return 1;
        }
        return value == null ? 0 : items(value).size();
    }

    /** What is in a list, a map, an optional; nothing in what is no operand at all. */
    private static List<?> items(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        if (value instanceof NamedOperands<?> named) {
            return named.list();
        }
        if (value instanceof Map<?, ?> map) {
            return List.copyOf(map.values());
        }
        return value instanceof Optional<?> optional ? optional.stream().toList() : List.of();
    }

    private static void name(String prefix, @Nullable Object like, List<String> names) {
        if (like instanceof Operand<?>) {
            names.add(prefix);
        } else if (like instanceof Record record) {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                name(joined(prefix, component.getName()), get(component, record), names);
            }
        } else if (like != null) {
            List<?> items = items(like);
            List<String> keys = keys(like);
            for (int i = 0; i < items.size(); i++) {
                name(keys.isEmpty() ? prefix : joined(prefix, keys.get(i)), items.get(i), names);
            }
        }
    }

    private static String joined(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + "." + name;
    }

    /** What tells the items of a collection apart; nothing if there is one at most. */
    private static List<String> keys(Object value) {
        if (value instanceof NamedOperands<?> named) {
            return List.copyOf(named.names());
        }
        if (value instanceof Map<?, ?> map) {
            return map.keySet().stream().map(String::valueOf).toList();
        }
        return value instanceof List<?> list
                ? IntStream.range(0, list.size()).mapToObj(String::valueOf).toList()
                : List.of();
    }

    private static @Nullable Object rebuild(@Nullable Object like, Iterator<? extends Operand<?>> next) {
        if (like instanceof Operand<?>) {
            return next.next();
        }
        if (like instanceof Record record) {
            return make(record, next);
        }
        if (like instanceof List<?> list) {
            return list.stream().map(item -> rebuild(item, next)).toList();
        }
        if (like instanceof NamedOperands<?> named) {
            return rebuild(named, next);
        }
        if (like instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> rebuilt = new LinkedHashMap<>();
            map.forEach((key, item) -> rebuilt.put(key, rebuild(item, next)));
            return rebuilt;
        }
        return like instanceof Optional<?> optional ? optional.map(item -> rebuild(item, next)) : like;
    }

    @SuppressWarnings("unchecked") // flattened above, in the same order
    private static <T extends org.tensorflow.types.family.TFloating> NamedOperands<T> rebuild(
            NamedOperands<T> like, Iterator<? extends Operand<?>> next) {
        return like.map(operand -> (Operand<T>) next.next());
    }

    private static Record make(Record like, Iterator<? extends Operand<?>> next) {
        RecordComponent[] components = like.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = rebuild(get(components[i], like), next);
        }
        try {
            Constructor<? extends Record> constructor = like.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Can't make a " + like.getClass().getName() + ".", e);
        }
    }

    private static @Nullable Object get(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "Can't read " + component + " of a " + record.getClass().getName() + ".", e);
        }
    }

    /** What a record of numbers has under the name of an operand: of a component, or in a map that is one. */
    static double[] numbers(Record numbers, String name) {
        String[] way = name.split("\\.", 2);
        for (RecordComponent component : numbers.getClass().getRecordComponents()) {
            if (component.getName().equals(way[0])) {
                Object found = get(component, numbers);
                Object array = found instanceof Map<?, ?> map && way.length > 1 ? map.get(way[1]) : found;
                if (array instanceof double[] values) {
                    return values;
                }
            }
        }
        throw new IllegalArgumentException(
                "No numbers for \"" + name + "\" in a " + numbers.getClass().getSimpleName() + ".");
    }
}
