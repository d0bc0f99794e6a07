package io.seminode.models.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import java.lang.reflect.Field;

/** What a configuration fills. */
final class Configured {
    private Configured() {}

    /** Copies all options from one object to a new one of the same class. */
    static <C> C copy(C from, C to) {
        try {
            for (Field field : from.getClass().getDeclaredFields()) {
                if (field.isAnnotationPresent(Config.class)) {
                    field.setAccessible(true);
                    field.set(to, field.get(from));
                }
            }
            return to;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
