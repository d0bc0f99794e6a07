package io.seminode.models.nn;

import io.seminode.solver.problem.Parameter;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A convolution of images with time as an additional, constant channel, the first one.
 *
 * <p>What the constant channel contributes is the same for all examples, so it is convolved once and added to the bias.
 */
public final class ConcatConvolution implements TimeLayer {
    private final Convolution convolution;
    private final int in;

    /**
     * A layer.
     *
     * @param name prefix of its parameters, {@code name.weight} [size, size, 1 + in, out] and {@code name.bias} [out]
     * @param in channels besides time
     * @param out number of output channels
     * @param size height and width of the kernel, odd
     */
    public ConcatConvolution(String name, int in, int out, int size) {
        this.convolution = new Convolution(name, 1 + in, out, size);
        this.in = in;
    }

    @Override
    public List<Parameter> parameters() {
        return convolution.parameters();
    }

    @Override
    public void initialise(SplittableRandom random, Map<String, float[]> values) {
        convolution.initialise(random, values);
    }

    @Override
    public <T extends TFloating> Operand<T> apply(Ops tf, NamedOperands<T> parameters, Operand<T> t, Operand<T> x) {
        Shape images = x.shape();
        Operand<T> weight = convolution.weight(parameters);
        Operand<T> ones = tf.fill(
                tf.constant(new long[] {1, images.get(1), images.get(2), 1}),
                Tensors.constant(tf, x.asOutput().type(), 1));
        Operand<T> ofTime = Convolution.convolve(tf, ones, channels(tf, weight, 0, 1));
        Operand<T> bias = tf.math.add(tf.math.mul(t, ofTime), convolution.bias(parameters));
        return tf.math.add(applyToTangent(tf, parameters, t, x), bias);
    }

    @Override
    public <T extends TFloating> Operand<T> applyToTangent(
            Ops tf, NamedOperands<T> parameters, Operand<T> t, Operand<T> tangent) {
        return Convolution.convolve(tf, tangent, channels(tf, convolution.weight(parameters), 1, in));
    }

    private static <T extends TFloating> Operand<T> channels(Ops tf, Operand<T> weight, int from, int count) {
        return tf.slice(weight, tf.constant(new int[] {0, 0, from, 0}), tf.constant(new int[] {-1, -1, count, -1}));
    }
}
