package io.seminode.data;

import java.util.Map;

/** Examples that can be gathered into batches. */
public interface Examples {
    /** How many there are. */
    int size();

    /**
     * Copies some examples side by side.
     *
     * @param indices which, from 0
     * @return for each field of an example its values, [indices.length, ...] row-major
     * @throws IndexOutOfBoundsException if there is no such example
     */
    Map<String, float[]> gather(int[] indices);

    /**
     * As {@link #gather(int[])}, during training: what is random in an example, such as noise, is another at each pass
     * over the examples, and the same whenever the same pass is made again.
     *
     * @param pass from 0 or 1 on; each has its own noise
     */
    default Map<String, float[]> gather(int[] indices, long pass) {
        return gather(indices);
    }
}
