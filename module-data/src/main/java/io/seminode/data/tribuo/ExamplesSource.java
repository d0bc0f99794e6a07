package io.seminode.data.tribuo;

import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tribuo.ConfigurableDataSource;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.provenance.ConfiguredDataSourceProvenance;

/**
 * Examples by number as a data source; they are loaded when they are first asked for.
 *
 * @param <T> the kind of output
 */
abstract class ExamplesSource<T extends Output<T>> implements ConfigurableDataSource<T> {
    private @Nullable Loaded<T> loaded; // guarded by this
    private @Nullable ConfiguredDataSourceProvenance provenance; // guarded by this

    /**
     * Examples.
     *
     * @param <T> the kind of output
     */
    interface Loaded<T extends Output<T>> {
        /** How many. */
        int size();

        /** One of them. */
        Example<T> example(int index);
    }

    /**
     * Loads the examples.
     *
     * @throws io.seminode.data.DataException if they are not there or damaged
     */
    abstract Loaded<T> load();

    /** SHA-256 sums of what the examples were read from, by the name of the provenance; empty if they are computed. */
    Map<String, String> hashes() {
        return Map.of();
    }

    private synchronized Loaded<T> loaded() {
        Loaded<T> found = loaded;
        if (found == null) {
            found = load();
            loaded = found;
        }
        return found;
    }

    /**
     * How many examples there are.
     *
     * @throws io.seminode.data.DataException if they are not there or damaged
     */
    public final int size() {
        return loaded().size();
    }

    /**
     * Goes over the examples.
     *
     * @throws io.seminode.data.DataException if they are not there or damaged
     */
    @Override
    public final Iterator<Example<T>> iterator() {
        Loaded<T> examples = loaded();
        return IntStream.range(0, examples.size()).mapToObj(examples::example).iterator();
    }

    @Override
    public final ConfiguredDataSourceProvenance getProvenance() {
        int size = size();
        synchronized (this) {
            ConfiguredDataSourceProvenance found = provenance;
            if (found == null) {
                found = new ExamplesProvenance(this, size, hashes());
                provenance = found;
            }
            return found;
        }
    }

    @Override
    public final String toString() {
        return getProvenance().toString();
    }
}
