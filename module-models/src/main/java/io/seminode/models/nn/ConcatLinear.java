package io.seminode.models.nn;

import io.seminode.solver.problem.Parameter;
import io.seminode.solver.state.NamedOperands;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.family.TFloating;

/**
 * A linear layer of (t, x): time is the first of its inputs.
 *
 * <p>Time is the same for all examples, so its column of the weight is added to the bias instead of to every row.
 */
public final class ConcatLinear implements TimeLayer {
    private final Linear linear;
    private final int in;

    /**
     * A layer.
     *
     * @param name prefix of its parameters, {@code name.weight} [out, 1 + in] and {@code name.bias} [out]
     * @param in features besides time
     * @param out number of output features
     */
    public ConcatLinear(String name, int in, int out) {
        this.linear = new Linear(name, 1 + in, out);
        this.in = in;
    }

    @Override
    public List<Parameter> parameters() {
        return linear.parameters();
    }

    @Override
    public void initialise(SplittableRandom random, Map<String, float[]> values) {
        linear.initialise(random, values);
    }

    @Override
    public <T extends TFloating> Operand<T> apply(Ops tf, NamedOperands<T> parameters, Operand<T> t, Operand<T> x) {
        Operand<T> weight = linear.weight(parameters);
        Operand<T> ofTime = columns(tf, weight, 0, 1);
        Operand<T> bias = tf.math.add(linear.bias(parameters), tf.math.mul(t, tf.reshape(ofTime, tf.constant(new int[] {
            linear.out()
        }))));
        return tf.nn.biasAdd(applyToTangent(tf, parameters, t, x), bias);
    }

    @Override
    public <T extends TFloating> Operand<T> applyToTangent(
            Ops tf, NamedOperands<T> parameters, Operand<T> t, Operand<T> tangent) {
        Operand<T> ofFeatures = columns(tf, linear.weight(parameters), 1, in);
        return tf.linalg.matMul(tangent, ofFeatures, MatMul.transposeB(true));
    }

    private static <T extends TFloating> Operand<T> columns(Ops tf, Operand<T> x, int from, int count) {
        return tf.slice(x, tf.constant(new int[] {0, from}), tf.constant(new int[] {-1, count}));
    }
}
