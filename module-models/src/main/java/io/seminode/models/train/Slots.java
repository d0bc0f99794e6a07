package io.seminode.models.train;

import io.seminode.models.TrainableModel;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.TensorSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** What a training keeps for each parameter, under which names. */
final class Slots {
    static final String VALUE = "value.";
    static final String MEAN = "m.";
    static final String SQUARE = "v.";
    static final String GRADIENT = "gradient.";
    /** Before the names of weights to go back to. */
    static final String BEGIN = "begin.";

    static final List<String> KEPT = List.of(VALUE, MEAN, SQUARE);

    private Slots() {}

    static List<TensorSpec> specs(TrainableModel model, String prefix) {
        return model.parameters().stream()
                .map(p -> new TensorSpec(prefix + p.name(), TFloat32.class, p.shape()))
                .toList();
    }

    static NamedOperands<TFloat32> pick(TrainableModel model, Map<String, Operand<?>> in, String prefix) {
        Map<String, Operand<TFloat32>> picked = new LinkedHashMap<>();
        for (Parameter parameter : model.parameters()) {
            picked.put(parameter.name(), typed(in, prefix + parameter.name()));
        }
        return NamedOperands.of(picked);
    }

    @SuppressWarnings("unchecked") // all inputs of a training function are float32
    static Operand<TFloat32> typed(Map<String, Operand<?>> in, String name) {
        return (Operand<TFloat32>) Objects.requireNonNull(in.get(name), name);
    }
}
