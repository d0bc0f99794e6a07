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
}
