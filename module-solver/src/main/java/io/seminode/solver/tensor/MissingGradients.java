package io.seminode.solver.tensor;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * Second derivatives that TensorFlow's native registry lacks: those of the gradient operations of tanh, sigmoid, softplus
 * and ReLU. A vector field that is itself a derivative (Hamiltonian dynamics, a divergence) needs them in its adjoint.
 *
 * <p>TensorFlow Java 1.1.0 has room for about ten registrations in a process; these take four.
 */
public final class MissingGradients {
    static {
        TensorFlowRuntime.prepare();
    }

    private static final boolean REGISTERED = registerAll();

    private MissingGradients() {}

    /** Registers them with TensorFlow, once in a process; {@link Gradients} does so by itself. */
    public static boolean register() {
        return REGISTERED;
    }

    private static boolean registerAll() {
        TensorFlow.registerCustomGradient("TanhGrad", (tf, op, grads) -> tanhGrad(tf, op, grad(grads)));
        TensorFlow.registerCustomGradient("SigmoidGrad", (tf, op, grads) -> sigmoidGrad(tf, op, grad(grads)));
        TensorFlow.registerCustomGradient("SoftplusGrad", (tf, op, grads) -> softplusGrad(tf, op, grad(grads)));
        TensorFlow.registerCustomGradient("ReluGrad", (tf, op, grads) -> reluGrad(tf, op, grad(grads)));
        return true;
    }

    /** TanhGrad(y, dy) = dy (1 - y^2). */
    private static <T extends TFloating> List<Operand<?>> tanhGrad(Ops tf, GraphOperation op, Operand<T> g) {
        Operand<T> y = input(op, 0);
        Operand<T> dy = input(op, 1);
        Operand<T> gdy = tf.math.mul(g, dy);
        Operand<T> byY = tf.math.mul(tf.math.neg(y), tf.math.add(gdy, gdy));
        return Arrays.asList(byY, tf.math.tanhGrad(y, g));
    }

    /** SigmoidGrad(y, dy) = dy y (1 - y). */
    private static <T extends TFloating> List<Operand<?>> sigmoidGrad(Ops tf, GraphOperation op, Operand<T> g) {
        Operand<T> y = input(op, 0);
        Operand<T> dy = input(op, 1);
        Operand<T> one = Tensors.constant(tf, y.asOutput().type(), 1);
        Operand<T> slope = tf.math.sub(tf.math.sub(one, y), y);
        return Arrays.asList(tf.math.mul(tf.math.mul(g, dy), slope), tf.math.sigmoidGrad(y, g));
    }

    /** SoftplusGrad(dy, x) = dy sigmoid(x). */
    private static <T extends TFloating> List<Operand<?>> softplusGrad(Ops tf, GraphOperation op, Operand<T> g) {
        Operand<T> dy = input(op, 0);
        Operand<T> x = input(op, 1);
        Operand<T> byX = tf.math.sigmoidGrad(tf.math.sigmoid(x), tf.math.mul(g, dy));
        return Arrays.asList(tf.math.softplusGrad(g, x), byX);
    }

    /** ReluGrad(dy, x) = dy [x > 0]. */
    private static <T extends TFloating> List<Operand<?>> reluGrad(Ops tf, GraphOperation op, Operand<T> g) {
        Operand<T> x = input(op, 1);
        Operand<T> positive = tf.dtypes.cast(
                tf.math.greater(x, Tensors.constant(tf, x.asOutput().type(), 0)),
                x.asOutput().type());
        return Arrays.asList(tf.math.mul(g, positive), tf.zerosLike(x));
    }

    @SuppressWarnings("unchecked") // these operations have one floating-point type throughout
    private static Operand<TFloat32> grad(List<Output<?>> grads) {
        return (Operand<TFloat32>) grads.get(0);
    }

    @SuppressWarnings("unchecked") // as above
    private static <T extends TNumber> Operand<T> input(GraphOperation op, int index) {
        return (Operand<T>) op.input(index);
    }
}
