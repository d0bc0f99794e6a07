package io.seminode.models.nn;

import io.seminode.solver.problem.Parameter;
import io.seminode.solver.state.NamedOperands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A linear layer of x that time scales and shifts: (x W^T + b) sigmoid(t g + g_0) + t c.
 *
 * <p>Source: Grathwohl et al., "FFJORD" (arXiv:1810.01367), appendix B.1, "concatsquash".
 */
public final class ConcatSquashLinear implements TimeLayer {
    private final Linear linear;
    private final Parameter shift;
    private final Parameter gate;
    private final Parameter gateBias;

    /**
     * A layer.
     *
     * @param name prefix of its parameters: {@code name.weight} [out, in], {@code name.bias}, {@code name.shift}, {@code
     *     name.gate.weight} and {@code name.gate.bias} [out]
     * @param in features besides time
     * @param out number of output features
     */
    public ConcatSquashLinear(String name, int in, int out) {
        this.linear = new Linear(name, in, out);
        this.shift = new Parameter(name + ".shift", Shape.of(out), Parameter.Use.LEARNT);
        this.gate = new Parameter(name + ".gate.weight", Shape.of(out), Parameter.Use.LEARNT);
        this.gateBias = new Parameter(name + ".gate.bias", Shape.of(out), Parameter.Use.LEARNT);
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(linear.parameters());
        parameters.addAll(List.of(shift, gate, gateBias));
        return parameters;
    }

    @Override
    public void initialise(SplittableRandom random, Map<String, float[]> values) {
        linear.initialise(random, values);
        for (Parameter ofTime : List.of(shift, gate, gateBias)) {
            // Layers of the one feature time.
            values.put(ofTime.name(), Linear.uniform(random, 1, linear.out()));
        }
    }

    @Override
    public <T extends TFloating> Operand<T> apply(Ops tf, NamedOperands<T> parameters, Operand<T> t, Operand<T> x) {
        Operand<T> offset = tf.math.mul(t, parameters.get(shift.name()));
        return tf.math.add(tf.math.mul(linear.apply(tf, parameters, x), scale(tf, parameters, t)), offset);
    }

    @Override
    public <T extends TFloating> Operand<T> applyToTangent(
            Ops tf, NamedOperands<T> parameters, Operand<T> t, Operand<T> tangent) {
        return tf.math.mul(linear.applyWeight(tf, parameters, tangent), scale(tf, parameters, t));
    }

    private <T extends TFloating> Operand<T> scale(Ops tf, NamedOperands<T> parameters, Operand<T> t) {
        return tf.math.sigmoid(
                tf.math.add(tf.math.mul(t, parameters.get(gate.name())), parameters.get(gateBias.name())));
    }
}
