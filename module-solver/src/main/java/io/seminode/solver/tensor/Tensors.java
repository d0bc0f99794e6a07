package io.seminode.solver.tensor;

import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/** Moves numbers between Java arrays and tensors, row-major, and makes constants of a chosen precision. */
public final class Tensors {
    static {
        TensorFlowRuntime.prepare();
    }

    private Tensors() {}

    /**
     * A new tensor with the given values, rounded to the type's precision.
     *
     * @param type {@code TFloat32.class}, {@code TFloat64.class} or {@code TInt32.class}
     * @param shape the shape; its size must equal the number of values
     * @param values row-major
     */
    public static <T extends TType> T of(Class<T> type, Shape shape, double... values) {
        requireSize(shape, values.length);
        if (type == TFloat64.class) {
            return type.cast(TFloat64.tensorOf(shape, DataBuffers.of(values, true, false)));
        }
        if (type == TFloat32.class) {
            float[] rounded = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                rounded[i] = (float) values[i];
            }
            return type.cast(ofFloats(shape, rounded));
        }
        if (type == TInt32.class) {
            int[] integers = new int[values.length];
            for (int i = 0; i < values.length; i++) {
                integers[i] = (int) values[i];
            }
            return type.cast(TInt32.tensorOf(shape, DataBuffers.of(integers, true, false)));
        }
        throw new IllegalArgumentException(
                "Element type " + type.getSimpleName() + " found, expected TFloat32, TFloat64 or TInt32.");
    }

    /** A new float32 tensor with the given values, row-major. */
    public static TFloat32 ofFloats(Shape shape, float... values) {
        requireSize(shape, values.length);
        return TFloat32.tensorOf(shape, DataBuffers.of(values, true, false));
    }

    /** The values of a floating-point or integer tensor, row-major, widened to double. */
    public static double[] toDoubles(Tensor tensor) {
        int size = Math.toIntExact(tensor.shape().size());
        double[] values = new double[size];
        if (tensor instanceof TFloat64 t) {
            t.asRawTensor().data().asDoubles().read(values);
        } else if (tensor instanceof TFloat32) {
            float[] floats = toFloats(tensor);
            for (int i = 0; i < size; i++) {
                values[i] = floats[i];
            }
        } else if (tensor instanceof TInt32 t) {
            int[] ints = new int[size];
            t.asRawTensor().data().asInts().read(ints);
            for (int i = 0; i < size; i++) {
                values[i] = ints[i];
            }
        } else if (tensor instanceof TInt64 t) {
            long[] longs = new long[size];
            t.asRawTensor().data().asLongs().read(longs);
            for (int i = 0; i < size; i++) {
                values[i] = longs[i];
            }
        } else {
            throw new IllegalArgumentException(
                    "Tensor of type " + tensor.dataType() + " found, expected float32, float64, int32 or int64.");
        }
        return values;
    }

    /** The values of a float32 tensor, row-major. */
    public static float[] toFloats(Tensor tensor) {
        if (!(tensor instanceof TFloat32 t)) {
            throw new IllegalArgumentException("Tensor of type " + tensor.dataType() + " found, expected float32.");
        }
        float[] values = new float[Math.toIntExact(tensor.shape().size())];
        t.asRawTensor().data().asFloats().read(values);
        return values;
    }

    /** The value of a tensor with one element. */
    public static double toDouble(Tensor tensor) {
        double[] values = toDoubles(tensor);
        if (values.length != 1) {
            throw new IllegalArgumentException("Tensor of shape " + tensor.shape() + " found, expected one element.");
        }
        return values[0];
    }

    /** The scalar constant {@code value} in the precision {@code type}. */
    @SuppressWarnings("unchecked") // both branches make the type asked for
    public static <T extends TFloating> Operand<T> constant(Ops tf, Class<T> type, double value) {
        if (type == TFloat64.class) {
            return (Operand<T>) tf.constant(value);
        }
        if (type == TFloat32.class) {
            return (Operand<T>) tf.constant((float) value);
        }
        return tf.dtypes.cast(tf.constant(value), type);
    }

    /** Zeros of the given static shape. */
    public static <T extends TFloating> Operand<T> zeros(Ops tf, Class<T> type, Shape shape) {
        return tf.fill(tf.constant(shape.asArray()), constant(tf, type, 0));
    }

    private static void requireSize(Shape shape, int found) {
        if (shape.size() != found) {
            throw new IllegalArgumentException(
                    found + " values found, expected " + shape.size() + " for shape " + shape + ".");
        }
    }
}
