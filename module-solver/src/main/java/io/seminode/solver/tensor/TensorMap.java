package io.seminode.solver.tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Tensor;

/**
 * Named tensors with one owner: whoever holds the map closes it, and with it every tensor that was not taken out. A closed map
 * answers with an {@link IllegalStateException}.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class TensorMap implements AutoCloseable {
    private final Map<String, Tensor> tensors;
    private boolean closed;

    /** Takes ownership of the tensors; the order of the map is kept. */
    public TensorMap(Map<String, Tensor> tensors) {
        this.tensors = new LinkedHashMap<>(tensors);
    }

    /** A map without tensors, to be filled. */
    public TensorMap() {
        this(Map.of());
    }

    /**
     * Adds a tensor, which this map then owns.
     *
     * @throws IllegalArgumentException if there is one of that name; the new one is then closed
     */
    public void put(String name, Tensor tensor) {
        if (closed) {
            tensor.close();
            requireOpen();
        }
        if (tensors.putIfAbsent(name, tensor) != null) {
            tensor.close();
            throw new IllegalArgumentException("Two tensors are called \"" + name + "\".");
        }
    }

    /** The names, in order. */
    public Set<String> names() {
        requireOpen();
        return Collections.unmodifiableSet(tensors.keySet());
    }

    /**
     * The tensor of that name, still owned by this map.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names there are
     */
    public Tensor get(String name) {
        requireOpen();
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("No tensor \"" + name + "\"; there are " + tensors.keySet() + ".");
        }
        return tensor;
    }

    /** The numbers of all tensors under a name: of {@code y.u} and {@code y.v} those of u and v, row-major. */
    public Map<String, double[]> numbers(String name) {
        Map<String, double[]> numbers = new LinkedHashMap<>();
        for (String each : names()) {
            if (each.startsWith(name + ".")) {
                numbers.put(each.substring(name.length() + 1), Tensors.toDoubles(get(each)));
            }
        }
        return numbers;
    }

    /** Removes the tensor from this map: the caller closes it from now on. */
    public Tensor take(String name) {
        Tensor tensor = get(name);
        tensors.remove(name);
        return tensor;
    }

    /** The tensors as a view that cannot be changed. */
    public Map<String, Tensor> asMap() {
        requireOpen();
        return Collections.unmodifiableMap(tensors);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "The map of tensors is closed, expected an open one. Take what is still needed out"
                            + " before it is closed.");
        }
    }

    /** Closes what has not been taken. */
    @Override
    public void close() {
        closed = true;
        tensors.values().forEach(Tensor::close);
        tensors.clear();
    }
}
