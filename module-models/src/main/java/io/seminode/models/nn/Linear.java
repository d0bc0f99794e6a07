package io.seminode.models.nn;

import io.seminode.solver.problem.Parameter;
import io.seminode.solver.state.NamedOperands;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.family.TFloating;

/**
 * A linear layer x W^T + b, with the layout and the first values of PyTorch's.
 *
 * @param name prefix of its parameters, {@code name.weight} [out, in] and {@code name.bias} [out]
 * @param in number of input features
 * @param out number of output features
 */
public record Linear(String name, int in, int out) {

    /** Its weight and its bias. */
    public List<Parameter> parameters() {
        return parameters(Parameter.Use.LEARNT);
    }

    /** Its weight, and its bias with the given use. */
    public List<Parameter> parameters(Parameter.Use biasUse) {
        return List.of(
                new Parameter(weightName(), Shape.of(out, in), Parameter.Use.LEARNT),
                new Parameter(biasName(), Shape.of(out), biasUse));
    }

    /** Draws first values, uniform between -1/sqrt(in) and 1/sqrt(in), into the map. */
    public void initialise(SplittableRandom random, Map<String, float[]> values) {
        double bound = 1 / Math.sqrt(in);
        values.put(weightName(), uniform(random, bound, out * in));
        values.put(biasName(), uniform(random, bound, out));
    }

    static float[] uniform(SplittableRandom random, double bound, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextDouble(-bound, bound);
        }
        return values;
    }

    /** x W^T + b for x [rows, in]. */
    public <T extends TFloating> Operand<T> apply(Ops tf, NamedOperands<T> parameters, Operand<T> x) {
        return tf.nn.biasAdd(applyWeight(tf, parameters, x), bias(parameters));
    }

    /** x W^T for x [rows, in]: how the layer maps a tangent. */
    public <T extends TFloating> Operand<T> applyWeight(Ops tf, NamedOperands<T> parameters, Operand<T> x) {
        return tf.linalg.matMul(x, weight(parameters), MatMul.transposeB(true));
    }

    /** y W for y [rows, out]: how the layer maps a cotangent back. */
    public <T extends TFloating> Operand<T> applyTransposed(Ops tf, NamedOperands<T> parameters, Operand<T> y) {
        return tf.linalg.matMul(y, weight(parameters));
    }

    /** The weight [out, in]. */
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
