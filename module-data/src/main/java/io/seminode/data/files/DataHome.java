package io.seminode.data.files;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where downloads and cached features lie unless a command is told otherwise: the folder that the system property {@value
 * #PROPERTY} names, else the environment variable {@value #VARIABLE}, else {@code seminode} in {@code XDG_CACHE_HOME} or in
 * {@code .cache} of the user's home folder. Nothing is made there before something is kept there.
 */
public final class DataHome {
    /** The system property. */
    public static final String PROPERTY = "seminode.data";

    /** The environment variable. */
    public static final String VARIABLE = "SEMINODE_DATA";

    private final Path folder;

    private DataHome(Path folder) {
        this.folder = folder;
    }

    /** A folder. */
    public static DataHome of(Path folder) {
        return new DataHome(folder);
    }

    /** The folder that this process's settings name. */
    public static DataHome standard() {
        return find(System::getProperty, System::getenv);
    }

    /** The folder that some settings name; each function returns null for what is not set. */
    static DataHome find(UnaryOperator<@Nullable String> property, UnaryOperator<@Nullable String> variable) {
        for (String named : new @Nullable String[] {property.apply(PROPERTY), variable.apply(VARIABLE)}) {
            if (named != null && !named.isBlank()) {
                return of(Path.of(named));
            }
        }
        String cache = variable.apply("XDG_CACHE_HOME");
        Path caches = cache == null || cache.isBlank()
                ? Path.of(String.valueOf(property.apply("user.home")), ".cache")
                : Path.of(cache);
        return of(caches.resolve("seminode"));
    }

    /** The folder of a data set's files. */
    public Path dataSet(String name) {
        return folder.resolve(name);
    }

    /** What was computed from data. */
    public DataCache cache() {
        return DataCache.in(folder.resolve("cache"));
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }
}
