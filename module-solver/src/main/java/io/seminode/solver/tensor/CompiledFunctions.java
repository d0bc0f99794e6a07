package io.seminode.solver.tensor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The functions of one owner, each compiled when it is first wanted, and closed together. Safe for several threads; none is
 * kept waiting while another compiles or calls.
 *
 * @param <K> tells them apart
 */
public final class CompiledFunctions<K> implements AutoCloseable {
    private final String owner;
    private final Map<K, CompiledFunction> compiled = new HashMap<>();
    private boolean closed;

    /**
     * No functions yet.
     *
     * @param owner for messages: "This solver"
     */
    public CompiledFunctions(String owner) {
        this.owner = owner;
    }

    /**
     * The function of that key.
     *
     * @param compile makes it if it is not there
     * @throws IllegalStateException if the owner is closed
     */
    public CompiledFunction get(K key, Supplier<CompiledFunction> compile) {
        CompiledFunction found = find(key);
        return found == null ? add(key, compile.get()) : found;
    }

    private synchronized @Nullable CompiledFunction find(K key) {
        requireOpen();
        return compiled.get(key);
    }

    private CompiledFunction add(K key, CompiledFunction made) {
        CompiledFunction kept = null;
        try {
            synchronized (this) {
                requireOpen();
                kept = compiled.computeIfAbsent(key, unused -> made);
            }
        } finally {
            if (kept != made) { // closed meanwhile, or another thread was first
                made.close();
            }
        }
        return kept;
    }

    /**
     * Throws if the owner is closed.
     *
     * @throws IllegalStateException if it is
     */
    public synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    owner + " is closed, expected an open one. Close it when it is no longer used, and make another.");
        }
    }

    /** Closes all, which ends native calls that are under way. */
    @Override
    public void close() {
        List<CompiledFunction> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(compiled.values());
            compiled.clear();
        }
        all.forEach(CompiledFunction::close);
    }
}
