package io.seminode.models.nn;

import io.seminode.solver.tensor.Tensors;
import java.util.Locale;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** A function of each element between two layers. */
public enum Activation {
    /** Hyperbolic tangent. */
    TANH {
        @Override
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.tanh(x);
        }

        @Override
        public <T extends TFloating> Operand<T> slope(Ops tf, Operand<T> x, Operand<T> value) {
            Operand<T> one = Tensors.constant(tf, x.asOutput().type(), 1);
            return tf.math.sub(one, tf.math.square(value));
        }
    },
    /** log(1 + exp x). */
    SOFTPLUS {
        @Override
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.softplus(x);
        }

        @Override
        public <T extends TFloating> Operand<T> slope(Ops tf, Operand<T> x, Operand<T> value) {
            return tf.math.sigmoid(x);
        }
    };

    /** The function's value at each element of x. */
    public abstract <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x);

    /**
     * Its derivative at each element of x.
     *
     * @param value the function's value there
     */
    public abstract <T extends TFloating> Operand<T> slope(Ops tf, Operand<T> x, Operand<T> value);

    /** The name as used on the command line and in files: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
