package io.seminode.models.nn;

import io.seminode.data.LabelledExamples;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.TensorSpec;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** What the last layer of a model says, [batch, outputs], and how wrong that is. */
public enum Head {
    /** One of several classes; cross entropy, and the measure {@link #ACCURACY}. */
    CLASSES("probabilities") {
        @Override
        public TensorSpec target(int size, int outputs) {
            return new TensorSpec(LabelledExamples.LABEL, TFloat32.class, Shape.of(size));
        }

        @Override
        public Measured measure(Ops tf, Operand<TFloat32> readout, Map<String, Operand<?>> batch, int outputs) {
            Operand<TInt32> labels = tf.dtypes.cast(field(batch, LabelledExamples.LABEL), TInt32.class);
            Operand<TFloat32> oneHot = tf.oneHot(labels, tf.constant(outputs), tf.constant(1f), tf.constant(0f));
            Operand<TFloat32> perExample =
                    tf.math.neg(tf.reduceSum(tf.math.mul(oneHot, tf.nn.logSoftmax(readout)), tf.constant(1)));
            Operand<TInt64> guess = tf.math.argMax(readout, tf.constant(1));
            Operand<TFloat32> correct =
                    tf.dtypes.cast(tf.math.equal(guess, tf.dtypes.cast(labels, TInt64.class)), TFloat32.class);
            return new Measured(perExample, NamedOperands.of(ACCURACY, correct));
        }

        @Override
        public Operand<TFloat32> prediction(Ops tf, Operand<TFloat32> readout) {
            return tf.nn.softmax(readout);
        }
    },
    /** Numbers; the mean of their squared errors. */
    VALUES("values") {
        @Override
        public TensorSpec target(int size, int outputs) {
            return new TensorSpec(TARGET, TFloat32.class, Shape.of(size, outputs));
        }

        @Override
        public Measured measure(Ops tf, Operand<TFloat32> readout, Map<String, Operand<?>> batch, int outputs) {
            Operand<TFloat32> difference = tf.math.sub(readout, field(batch, TARGET));
            return new Measured(tf.math.mean(tf.math.square(difference), tf.constant(1)), NamedOperands.empty());
        }

        @Override
        public Operand<TFloat32> prediction(Ops tf, Operand<TFloat32> readout) {
            return readout;
        }
    };

    /** The measure of {@link #CLASSES}: the part of the examples whose class has the greatest probability. */
    public static final String ACCURACY = "accuracy";

    /** The field of a batch with the numbers to be found, [batch, outputs]. */
    public static final String TARGET = "target";

    private final String predicted;

    Head(String predicted) {
        this.predicted = predicted;
    }

    /**
     * How wrong a batch is.
     *
     * @param perExample the loss, [batch]
     * @param others what else is measured, [batch] each
     */
    public record Measured(Operand<TFloat32> perExample, NamedOperands<TFloat32> others) {}

    /** The name of what is predicted. */
    public String predicted() {
        return predicted;
    }

    /** Whether what is predicted are probabilities. */
    public boolean predictsProbabilities() {
        return this == CLASSES;
    }

    /** The field of a batch with what is to be found out. */
    public abstract TensorSpec target(int size, int outputs);

    /**
     * Adds loss and measures.
     *
     * @param readout of the last layer, [batch, outputs]
     * @param batch with the field {@link #target}
     */
    public abstract Measured measure(Ops tf, Operand<TFloat32> readout, Map<String, Operand<?>> batch, int outputs);

    /** Adds the prediction, [batch, outputs]. */
    public abstract Operand<TFloat32> prediction(Ops tf, Operand<TFloat32> readout);

    @SuppressWarnings("unchecked") // the type is that of the specification
    private static Operand<TFloat32> field(Map<String, Operand<?>> batch, String name) {
        return (Operand<TFloat32>) Objects.requireNonNull(batch.get(name), name);
    }
}
