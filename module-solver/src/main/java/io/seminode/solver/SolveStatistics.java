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
 * @param samples the same for each sample, if each has its own steps: then the counts of steps above are sums, and
 *     {@code evaluations} counts evaluations of all samples together, what the solve took; empty otherwise
 */
public record SolveStatistics(
        long evaluations, long accepted, long rejected, List<StepRecord> steps, List<SolveStatistics> samples) {
    /** Nothing yet. */
    public static final SolveStatistics ZERO = new SolveStatistics(0, 0, 0, List.of());

    /** Copies the list. */
    public SolveStatistics {
        steps = List.copyOf(steps);
        samples = List.copyOf(samples);
    }

    /** Of a solve in which all samples step together. */
    public SolveStatistics(long evaluations, long accepted, long rejected, List<StepRecord> steps) {
        this(evaluations, accepted, rejected, steps, List.of());
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
                (long) Tensors.toDouble(outputs.get(prefix + "evaluations")),
                accepted,
                rejected,
                steps,
                readSamples(outputs, prefix + SymbolicSamples.PREFIX));
    }

    private static List<SolveStatistics> readSamples(TensorMap outputs, String prefix) {
        List<SolveStatistics> samples = new ArrayList<>();
        if (outputs.names().contains(prefix + "evaluations")) {
            double[] evaluations = Tensors.toDoubles(outputs.get(prefix + "evaluations"));
            double[] accepted = Tensors.toDoubles(outputs.get(prefix + "accepted"));
            double[] rejected = Tensors.toDoubles(outputs.get(prefix + "rejected"));
            for (int i = 0; i < evaluations.length; i++) {
                samples.add(
                        new SolveStatistics((long) evaluations[i], (long) accepted[i], (long) rejected[i], List.of()));
            }
        }
        return samples;
    }

    /**
     * The counts of both together; the recorded steps of this, then of the other. The samples of both together if both have
     * as many, else those of the one that has some, or none.
     */
    public SolveStatistics plus(SolveStatistics other) {
        List<StepRecord> all = new ArrayList<>(steps);
        all.addAll(other.steps);
        return new SolveStatistics(
                evaluations + other.evaluations,
                accepted + other.accepted,
                rejected + other.rejected,
                all,
                samplesWith(other));
    }

    private List<SolveStatistics> samplesWith(SolveStatistics other) {
        if (samples.isEmpty() || other.samples.isEmpty()) {
            return samples.isEmpty() ? other.samples : samples;
        }
        if (samples.size() != other.samples.size()) {
            return List.of();
        }
        List<SolveStatistics> sums = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            sums.add(samples.get(i).plus(other.samples.get(i)));
        }
        return sums;
    }
}
