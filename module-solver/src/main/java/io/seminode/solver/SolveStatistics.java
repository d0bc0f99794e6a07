package io.seminode.solver;

import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * What a solve cost.
 *
 * @param evaluations of the vector field, or backward of the adjoint system
 * @param accepted steps
 * @param rejected steps
 * @param steps the steps in order, if they were recorded; at most as many as the solver's capacity
 */
public record SolveStatistics(long evaluations, long accepted, long rejected, List<StepRecord> steps) {
    /** Nothing yet. */
    public static final SolveStatistics ZERO = new SolveStatistics(0, 0, 0, List.of());

    /** Copies the list. */
    public SolveStatistics {
        steps = List.copyOf(steps);
    }

    /** Reads what {@link SolveOutcome#asOutputs} put among the outputs of a function. */
    public static SolveStatistics read(TensorMap outputs, String prefix) {
        long accepted = (long) Tensors.toDouble(outputs.get(prefix + "accepted"));
        long rejected = (long) Tensors.toDouble(outputs.get(prefix + "rejected"));
        List<StepRecord> steps = new ArrayList<>();
        if (outputs.names().contains(prefix + "record0")) {
            double[] starts = Tensors.toDoubles(outputs.get(prefix + "record0"));
            double[] sizes = Tensors.toDoubles(outputs.get(prefix + "record1"));
            double[] acceptances = Tensors.toDoubles(outputs.get(prefix + "record2"));
            long count = Math.min(accepted + rejected, starts.length);
            for (int i = 0; i < count; i++) {
                steps.add(new StepRecord(starts[i], sizes[i], acceptances[i] != 0));
            }
        }
        return new SolveStatistics(
                (long) Tensors.toDouble(outputs.get(prefix + "evaluations")), accepted, rejected, steps);
    }

    /** The counts of both together; the recorded steps of this, then of the other. */
    public SolveStatistics plus(SolveStatistics other) {
        List<StepRecord> all = new ArrayList<>(steps);
        all.addAll(other.steps);
        return new SolveStatistics(
                evaluations + other.evaluations, accepted + other.accepted, rejected + other.rejected, all);
    }
}
