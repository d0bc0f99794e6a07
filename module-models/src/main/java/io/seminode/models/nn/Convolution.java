package io.seminode.models.nn;

import io.seminode.solver.problem.Parameter;
import io.seminode.solver.state.NamedOperands;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A convolution of images [batch, height, width, channels] that keeps height and width, with the first values of PyTorch's
 * and the layout of TensorFlow's.
 *
 * @param name prefix of its parameters, {@code name.weight} [size, size, in, out] and {@code name.bias} [out]
 * @param in number of input channels
 * @param out number of output channels
 * @param size height and width of the kernel, odd
 */
public record Convolution(String name, int in, int out, int size) implements TimeLayer {

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter(weightName(), Shape.of(size, size, in, out), Parameter.Use.LEARNT),
                new Parameter(biasName(), Shape.of(out), Parameter.Use.LEARNT));
    }

    /** Draws first values, uniform between -1/sqrt(size^2 in) and 1/sqrt(size^2 in), into the map. */
    @Override
    public void initialise(SplittableRandom random, Map<String, float[]> values) {
        double bound = 1 / Math.sqrt((double) size * size * in);
        values.put(weightName(), Linear.uniform(random, bound, size * size * in * out));
        values.put(biasName(), Linear.uniform(random, bound, out));
    }

    /** The layer's output for x [batch, height, width, in]. */
    public <T extends TFloating> Operand<T> apply(Ops tf, NamedOperands<T> parameters, Operand<T> x) {
        return tf.nn.biasAdd(convolve(tf, x, weight(parameters)), bias(parameters));
    }

    /** The same at any time. */
    @Override
    public <T extends TFloating> Operand<T> apply(Ops tf, NamedOperands<T> parameters, Operand<T> t, Operand<T> x) {
        return apply(tf, parameters, x);
    }

    @Override
    public <T extends TFloating> Operand<T> applyToTangent(
            Ops tf, NamedOperands<T> parameters, Operand<T> t, Operand<T> tangent) {
        return convolve(tf, tangent, weight(parameters));
    }

    /** x convolved with a kernel [size, size, in, out]; beyond the edges x is zero. */
    static <T extends TFloating> Operand<T> convolve(Ops tf, Operand<T> x, Operand<T> kernel) {
        return tf.nn.conv2d(x, kernel, List.of(1L, 1L, 1L, 1L), "SAME");
    }

    /** The weight [size, size, in, out]. */
    public <T extends TFloating> Operand<T> weight(NamedOperands<T> parameters) {
        return parameters.get(weightName());
    }

    /** The bias [out]. */
    public <T extends TFloating> Operand<T> bias(NamedOperands<T> parameters) {
        return parameters.get(biasName());
    }

    private String weightName() {
        return name + ".weight";
    }

    private String biasName() {
        return name + ".bias";
    }
}
