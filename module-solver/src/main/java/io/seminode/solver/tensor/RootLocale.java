package io.seminode.solver.tensor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs code of other libraries that goes wrong in some locales. TensorFlow Java writes the digits of a node's number in those of the
 * default locale, which TensorFlow refuses for Arabic, Bengali, Burmese, Marathi, Nepali and Persian; Tribuo finds methods by
 * names that it puts into upper case, in which Azerbaijani and Turkish make another letter of an i.
 *
 * <p>They know no other locale than the process's default, so that is {@link Locale#ROOT} as long as such code runs, in any
 * thread. Where the default does no harm it is left alone.
 */
public final class RootLocale {
    private static final RootLocale PROCESS = new RootLocale();

    private final Map<Locale.Category, Locale> before = new EnumMap<>(Locale.Category.class); // guarded by this
    private final List<Locale> base = new ArrayList<>(); // the default of no category; guarded by this
    private int running; // guarded by this

    private RootLocale() {}

    /** What the code gives. */
    public static <T> T call(Supplier<T> code) {
        PROCESS.enter();
        try {
            return code.get();
        } finally {
            PROCESS.leave();
        }
    }

    private synchronized void enter() {
        if (running++ == 0 && !isHarmless()) {
            base.add(Locale.getDefault());
            for (Locale.Category category : Locale.Category.values()) {
                before.put(category, Locale.getDefault(category));
            }
            Locale.setDefault(Locale.ROOT);
        }
    }

    private synchronized void leave() {
        if (--running == 0 && !base.isEmpty()) {
            Locale.setDefault(base.remove(0)); // and of all categories
            before.forEach(Locale::setDefault);
        }
    }

    @SuppressWarnings({"StringCaseLocaleUsage", "FormatStringConcatenation"}) // the default locale is what is asked for
    private static boolean isHarmless() {
        return "i".toUpperCase().equals("I") && "I".toLowerCase().equals("i") && "10".equals(String.format("%d", 10));
    }
}
