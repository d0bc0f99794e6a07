package io.seminode.solver.tensor;

import io.seminode.solver.state.NamedOperands;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

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

    private Bundle(R like) {
        this.like = like;
    }

    /** The layout of this record and of all that have its sizes. */
    public static <R extends Record> Bundle<R> like(R record) {
        return new Bundle<>(record);
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

    /** A name for each operand of the row, by the way to it: {@code state_y_0}. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        name("", like, names);
        return names;
    }

    /**
     * The record that {@link #flatten} made a row of.
     *
     * @throws IllegalArgumentException if the row is not as long as the record this was made from
     */
    public R of(List<? extends Operand<?>> row) {
        Iterator<? extends Operand<?>> next = row.iterator();
        int expected = names().size();
        if (row.size() != expected) {
            throw new IllegalArgumentException(row.size() + " operands found for a "
                    + like.getClass().getSimpleName() + ", expected " + expected + ".");
        }
        @SuppressWarnings("unchecked") // made like it
        R record = (R) Objects.requireNonNull(rebuild(like, next));
        return record;
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
                String own = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
                name(prefix.isEmpty() ? own : prefix + "_" + own, get(component, record), names);
            }
        } else if (like != null) {
            List<?> items = items(like);
            for (int i = 0; i < items.size(); i++) {
                name(like instanceof Optional<?> ? prefix : prefix + "_" + i, items.get(i), names);
            }
        }
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
}
