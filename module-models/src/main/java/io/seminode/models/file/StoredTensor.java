package io.seminode.models.file;

import java.util.Arrays;
import org.tensorflow.ndarray.Shape;

/**
 * A float32 tensor in a file.
 *
 * @param shape its sizes
 * @param values row-major; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a holder of many numbers, never compared
public record StoredTensor(long[] shape, float[] values) {
    /** Rejects a number of values that does not fit the shape. */
    public StoredTensor {
        if (Shape.of(shape).size() != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values found, expected those of shape " + Arrays.toString(shape) + ".");
        }
    }
}
