package io.seminode.lab.verify;

import io.seminode.data.pendulum.DoublePendulum;
import io.seminode.data.pendulum.PendulumSimulator;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat64;

/**
 * The simulated double pendulum: {@code acrobot}.
 *
 * <p>The derivative is evaluated on the chosen engine and device; trajectories are those of {@link PendulumSimulator}, which
 * has its own. Both simulations have tolerances of about 1e-10, and the pendulum enlarges errors over the 1.6 s of a trajectory;
 * states are compared within {@link #STATE_BOUND}. The rows a model sees are there for the paper's own, looser
 * simulation, whose error the file gives as up to 4e-6 (absolute); rows are compared within {@link #ROW_BOUND}.
 */
final class PendulumFamily implements ReferenceFamily {
    private static final double FIELD_BOUND = 1e-12;
    private static final double STATE_BOUND = 1e-8;
    private static final double ROW_BOUND = 1e-5;

    @Override
    public String prefix() {
        return "acrobot";
    }

    @Override
    public List<ReferenceCase> cases(ReferenceFile file, Workbench bench) {
        List<ReferenceCase> cases = new ArrayList<>();
        file.fields()
                .findObject("dsdt")
                .ifPresent(dsdt ->
                        cases.add(new ReferenceCase(file.caseName() + " derivative", () -> derivative(bench, dsdt))));
        if (file.fields().has("trajectories")) {
            double step = file.fields().object("constants").number("dt");
            for (Fields trajectory : file.fields().objects("trajectories")) {
                String name = file.caseName() + " trajectory " + cases.size();
                cases.add(new ReferenceCase(name, () -> trajectory(trajectory, step)));
            }
        }
        return cases;
    }

    private static Findings derivative(Workbench bench, Fields dsdt) {
        ReferenceTensor states = dsdt.tensor("states");
        ReferenceTensor torques = dsdt.tensor("torques");
        List<TensorSpec> inputs = List.of(
                new TensorSpec(DoublePendulum.STATE, TFloat64.class, states.shape()),
                new TensorSpec(DoublePendulum.TORQUE, TFloat64.class, torques.shape()));
        Map<String, Tensor> values = new LinkedHashMap<>();
        values.put(DoublePendulum.STATE, Tensors.of(TFloat64.class, states.shape(), states.values()));
        values.put(DoublePendulum.TORQUE, Tensors.of(TFloat64.class, torques.shape(), torques.values()));
        try (TensorMap arguments = new TensorMap(values);
                CompiledFunction function =
                        CompiledFunction.compile("derivative", inputs, bench.options(), (tf, in) -> {
                            NamedOperands<TFloat64> all = Symbols.typed(in);
                            return Symbols.outputs(DoublePendulum.field().derivative(tf, tf.constant(0.0), all, all));
                        });
                TensorMap outputs = function.call(arguments.asMap())) {
            Findings findings = new Findings();
            findings.values(
                    "derivative",
                    Tensors.toDoubles(outputs.get(DoublePendulum.STATE)),
                    dsdt.tensor("derivative_book").values(),
                    FIELD_BOUND);
            return findings;
        }
    }

    private static Findings trajectory(Fields trajectory, double step) {
        double[] torque = trajectory.tensor("torque").values();
        ReferenceTensor expected = trajectory.tensor("states_tight");
        double[] times = new double[expected.size(0)];
        for (int i = 0; i < times.length; i++) {
            times[i] = i * step;
        }
        double[] states =
                PendulumSimulator.simulate(trajectory.tensor("initial_state").values(), torque, times);
        Findings findings = new Findings();
        findings.values("states", states, expected.values(), STATE_BOUND);
        findings.values(
                "model rows",
                rows(states, torque),
                trajectory.tensor("model_rows_default").values(),
                ROW_BOUND);
        return findings;
    }

    /** (cos q, sin q, q', u) of the states after each step. */
    private static double[] rows(double[] states, double[] torque) {
        int rows = states.length / 4 - 1;
        double[] all = new double[rows * 8];
        for (int i = 0; i < rows; i++) {
            int from = 4 * (i + 1);
            int to = 8 * i;
            for (int joint = 0; joint < 2; joint++) {
                all[to + joint] = Math.cos(states[from + joint]);
                all[to + 2 + joint] = Math.sin(states[from + joint]);
                all[to + 4 + joint] = states[from + 2 + joint];
                all[to + 6 + joint] = torque[joint];
            }
        }
        return all;
    }
}
