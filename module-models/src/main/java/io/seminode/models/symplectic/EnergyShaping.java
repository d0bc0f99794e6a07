package io.seminode.models.symplectic;

import io.seminode.models.TrainableModel;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Control by energy shaping with a learnt {@link SymplecticOdeNet}: the torques
 *
 * <pre>
 *     u = g(q)^-1 (2 dV/dq - damping M(q) q')
 * </pre>
 *
 * <p>make the controlled system one with the potential -V and with friction. It loses energy until it rests where the
 * learnt potential is highest; for a pendulum that is upright.
 *
 * <p>Source: Zhong, Dey and Chakraborty, "Symplectic ODE-Net" (ICLR 2020), section 2.2, with the desired potential -V as in
 * the code of the seminorm paper. There the friction is q' itself; with M(q) q' it does not depend on the scale of M, V and
 * g, which the data leave open.
 *
 * <p>Owns native memory: close it.
 */
public final class EnergyShaping implements AutoCloseable {
    private static final String VALUE = "value.";
    private static final String TORQUES = "torques";

    private final CompiledFunction function;
    private final TensorMap weights = new TensorMap();

    /**
     * The control of a learnt model.
     *
     * @param model a {@link SymplecticOdeNet}, say of a model file
     * @param learnt for each of its parameters the values, row-major
     * @param damping what part of the momentum is braked away in a second, 1/s
     * @throws IllegalArgumentException if it is a model of another kind
     */
    public EnergyShaping(TrainableModel model, Map<String, float[]> learnt, double damping) {
        if (!(model instanceof SymplecticOdeNet net)) {
            throw new IllegalArgumentException(
                    "A model of kind \"" + model.kind() + "\" found, expected a " + SymplecticOdeNet.KIND.name() + ".");
        }
        function = compile(net, damping);
        for (Parameter parameter : net.parameters()) {
            float[] values = Objects.requireNonNull(learnt.get(parameter.name()), parameter.name());
            weights.put(VALUE + parameter.name(), Tensors.ofFloats(parameter.shape(), values));
        }
    }

    private static CompiledFunction compile(SymplecticOdeNet net, double damping) {
        List<TensorSpec> inputs = new ArrayList<>();
        net.parameters().forEach(p -> inputs.add(new TensorSpec(VALUE + p.name(), TFloat32.class, p.shape())));
        inputs.add(new TensorSpec(SymplecticOdeNet.STATE, TFloat32.class, Shape.of(1, SymplecticOdeNet.CHANNELS)));
        return CompiledFunction.compile("energy_shaping", inputs, ExecutionOptions.NATIVE_CPU, (tf, in) -> {
            Map<String, Operand<TFloat32>> parameters = new LinkedHashMap<>();
            net.parameters().forEach(p -> parameters.put(p.name(), typed(in, VALUE + p.name())));
            return Map.of(
                    TORQUES,
                    net.shapingTorques(
                            tf, typed(in, SymplecticOdeNet.STATE), NamedOperands.of(parameters), 1, damping));
        });
    }

    @SuppressWarnings("unchecked") // the specification of the input says so
    private static Operand<TFloat32> typed(Map<String, Operand<?>> in, String name) {
        return (Operand<TFloat32>) Objects.requireNonNull(in.get(name), name);
    }

    /**
     * The torques for a state.
     *
     * @param angles in rad, from hanging down
     * @param velocities in rad/s
     * @return as many, in the units and the order of what was learnt from
     */
    public double[] torques(double[] angles, double[] velocities) {
        float[] x = {
            (float) Math.cos(angles[0]),
            (float) Math.cos(angles[1]),
            (float) Math.sin(angles[0]),
            (float) Math.sin(angles[1]),
            (float) velocities[0],
            (float) velocities[1],
            0,
            0
        };
        Map<String, Tensor> inputs = new LinkedHashMap<>(weights.asMap());
        try (Tensor state = Tensors.ofFloats(Shape.of(1, SymplecticOdeNet.CHANNELS), x)) {
            inputs.put(SymplecticOdeNet.STATE, state);
            try (TensorMap outputs = function.call(inputs)) {
                return Tensors.toDoubles(outputs.get(TORQUES));
            }
        }
    }

    /** Frees function and weights. */
    @Override
    public void close() {
        function.close();
        weights.close();
    }
}
