package io.seminode.solver;

import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.Part;
import io.seminode.solver.symbolic.SymbolicEvents;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@link SymbolicEvents} has among the outputs of a function. */
final class Occurrences {
    private Occurrences() {}

    static List<Occurrence> read(Problem<?> problem, TensorMap outputs, String prefix) {
        int count = (int) Tensors.toDouble(outputs.get(prefix + "count"));
        double[] times = Tensors.toDoubles(outputs.get(prefix + "times"));
        double[] which = Tensors.toDoubles(outputs.get(prefix + "which"));
        List<Map<String, double[]>> before = states(problem, outputs, prefix + "before.", count);
        List<Map<String, double[]>> after = states(problem, outputs, prefix + "after.", count);
        List<Occurrence> occurrences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = problem.events().get((int) which[i]).name();
            occurrences.add(new Occurrence(name, times[i], before.get(i), after.get(i)));
        }
        return occurrences;
    }

    private static List<Map<String, double[]>> states(Problem<?> problem, TensorMap outputs, String prefix, int count) {
        List<Map<String, double[]>> states = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            states.add(new LinkedHashMap<>());
        }
        for (Part part : problem.parts()) {
            double[] all = Tensors.toDoubles(outputs.get(prefix + part.name()));
            int size = Math.toIntExact(part.shape().size());
            for (int i = 0; i < count; i++) {
                states.get(i).put(part.name(), Arrays.copyOfRange(all, i * size, (i + 1) * size));
            }
        }
        return states;
    }
}
