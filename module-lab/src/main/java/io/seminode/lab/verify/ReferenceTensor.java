package io.seminode.lab.verify;

import java.util.Arrays;
import org.tensorflow.ndarray.Shape;

/** A tensor as reference files store it: shape and row-major values. */
final class ReferenceTensor {
    private final Shape shape;
    private final String dtype; // "float32" or "float64", in which the values were computed
    private final double[] values;

    ReferenceTensor(Shape shape, String dtype, double[] values) {
        this.shape = shape;
        this.dtype = dtype;
        this.values = values;
    }

    Shape shape() {
        return shape;
    }

    double[] values() {
        return values.clone();
    }

    /** The size along an axis. */
    int size(int axis) {
        return Math.toIntExact(shape.get(axis));
    }

    /** The entry at index i along the first axis. */
    double[] row(int i) {
        int length = values.length / size(0);
        return Arrays.copyOfRange(values, i * length, (i + 1) * length);
    }

    /** The values as a solver of their own precision would see them: times of float32 solves are rounded to it. */
    double[] rounded() {
        double[] rounded = values();
        if (dtype.equals("float32")) {
            for (int i = 0; i < rounded.length; i++) {
                rounded[i] = (float) rounded[i];
            }
        }
        return rounded;
    }
}
