package io.seminode.models.symplectic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.models.flow.Divergence;
import io.seminode.models.flow.FlowField.TimeInput;
import io.seminode.models.flow.FlowModel;
import io.seminode.models.flow.FlowSettings;
import io.seminode.models.nn.Activation;
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
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

class EnergyShapingTest {
    private static final double DAMPING = 0.7;
    private static final double[] ANGLES = {0.4, -1.1};
    private static final double[] VELOCITIES = {0.8, -0.3};

    /**
     * By the formulas of the controlled system: the acceleration differs from that without torque by A (2 dV/dq - damping p),
     * and at rest without torque it is -A dV/dq.
     */
    @Test
    void torquesTurnThePotentialUpsideDownAndBrake() {
        SymplecticOdeNet net = new SymplecticOdeNet(7, 6, 5, 0, 0.05);
        try (EnergyShaping shaping = new EnergyShaping(net, net.initialParameters(3), DAMPING)) {
            double[] free = acceleration(net, VELOCITIES, new double[2]);
            double[] atRest = acceleration(net, new double[2], new double[2]);
            double[] controlled = acceleration(net, VELOCITIES, shaping.torques(ANGLES, VELOCITIES));
            double[] expected = new double[2];
            for (int i = 0; i < 2; i++) {
                expected[i] = free[i] - 2 * atRest[i] - DAMPING * VELOCITIES[i];
            }
            assertArrayEquals(expected, controlled, 1e-5);
            assertTrue(Math.abs(atRest[0]) > 1e-3, "the potential has a slope");
        }
    }

    @Test
    void anotherModelIsRefused() {
        FlowModel flow = FlowModel.of(new FlowSettings.Points(
                2, List.of(4), TimeInput.CONCAT_SQUASH, Activation.TANH, Divergence.EXACT, 0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new EnergyShaping(flow, flow.initialParameters(0), DAMPING));
    }

    private static double[] acceleration(SymplecticOdeNet net, double[] velocities, double[] torques) {
        List<TensorSpec> inputs = new ArrayList<>();
        net.parameters().forEach(p -> inputs.add(new TensorSpec(p.name(), TFloat32.class, p.shape())));
        inputs.add(new TensorSpec("x", TFloat32.class, Shape.of(1, 8)));
        float[] x = {
            (float) Math.cos(ANGLES[0]),
            (float) Math.cos(ANGLES[1]),
            (float) Math.sin(ANGLES[0]),
            (float) Math.sin(ANGLES[1]),
            (float) velocities[0],
            (float) velocities[1],
            (float) torques[0],
            (float) torques[1]
        };
        try (CompiledFunction function =
                        CompiledFunction.compile("field", inputs, ExecutionOptions.NATIVE_CPU, (tf, in) -> {
                            Map<String, Operand<TFloat32>> operands = new LinkedHashMap<>();
                            in.forEach((name, operand) -> operands.put(name, typed(operand)));
                            NamedOperands<TFloat32> all = NamedOperands.of(operands);
                            return Map.of(
                                    "f",
                                    net.problem(TFloat32.class, 1)
                                            .field()
                                            .derivative(tf, tf.constant(0.0), NamedOperands.of("x", all.get("x")), all)
                                            .get("x"));
                        });
                TensorMap given = new TensorMap()) {
            Map<String, float[]> weights = net.initialParameters(3);
            net.parameters().forEach(p -> given.put(p.name(), Tensors.ofFloats(p.shape(), weights.get(p.name()))));
            given.put("x", Tensors.ofFloats(Shape.of(1, 8), x));
            Map<String, Tensor> all = given.asMap();
            try (TensorMap outputs = function.call(all)) {
                double[] f = Tensors.toDoubles(outputs.get("f"));
                return new double[] {f[4], f[5]};
            }
        }
    }

    @SuppressWarnings("unchecked") // all inputs are float32
    private static Operand<TFloat32> typed(Operand<?> operand) {
        return (Operand<TFloat32>) operand;
    }
}
