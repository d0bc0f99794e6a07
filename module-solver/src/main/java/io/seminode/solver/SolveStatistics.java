package io.seminode.solver;

import io.seminode.solver.symbolic.SolveOutcome;
import io.seminode.solver.symbolic.SymbolicSamples;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a solve cost.
 *
 * @param evaluations of the vector field, or backward of the adjoint system
 * @param accepted steps
 * @param rejected steps
 * @param steps the steps in order, if they were recorded; at most as many as the solver's capacity
 * @param samples the same for each sample, if each has its own steps: then the counts of steps above are sums, and
 *     {@code evaluations} counts evaluations of all samples together, what the solve took; empty otherwise
 * @param unmeasuredError the largest error that an accepted step was estimated to make in an integral that the norm leaves
 *     out, in tolerances: its root mean square over atol + rtol times that of the integral at the end; 0 if none is left out,
 *     or the method estimates no error
 */
public record SolveStatistics(
        long evaluations,
        long accepted,
        long rejected,
        List<StepRecord> steps,
        List<SolveStatistics> samples,
        double unmeasuredError) {
    /** From here on {@link #unmeasuredError} is many tolerances. */
    private static final double MANY = 10;

    /** Nothing yet. */
    public static final SolveStatistics ZERO = new SolveStatistics(0, 0, 0, List.of());

    /** Copies the list. */
    public SolveStatistics {
        steps = List.copyOf(steps);
        samples = List.copyOf(samples);
    }

    /** Of a solve whose norm leaves no integral out. */
    public SolveStatistics(
            long evaluations, long accepted, long rejected, List<StepRecord> steps, List<SolveStatistics> samples) {
        this(evaluations, accepted, rejected, steps, samples, 0);
    }

    /** Of a solve in which all samples step together, and whose norm leaves no integral out. */
    public SolveStatistics(long evaluations, long accepted, long rejected, List<StepRecord> steps) {
        this(evaluations, accepted, rejected, steps, List.of());
    }

    /** Reads what {@link SolveOutcome#asOutputs} put among the outputs of a function. */
    public static SolveStatistics read(TensorMap outputs, String prefix) {
        long accepted = (long) Tensors.toDouble(outputs.get(prefix + "accepted"));
        long rejected = (long) Tensors.toDouble(outputs.get(prefix + "rejected"));
        List<StepRecord> steps = new ArrayList<>();
        if (outputs.names().contains(prefix + "record.0")) {
            double[] starts = Tensors.toDoubles(outputs.get(prefix + "record.0"));
            double[] sizes = Tensors.toDoubles(outputs.get(prefix + "record.1"));
            double[] acceptances = Tensors.toDoubles(outputs.get(prefix + "record.2"));
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
                readSamples(outputs, prefix + SymbolicSamples.PREFIX),
                outputs.names().contains(prefix + SolveOutcome.UNMEASURED)
                        ? Tensors.toDouble(outputs.get(prefix + SolveOutcome.UNMEASURED))
                        : 0);
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
     * as many, else those of the one that has some, or none. Of errors the larger one.
     */
    public SolveStatistics plus(SolveStatistics other) {
        List<StepRecord> all = new ArrayList<>(steps);
        all.addAll(other.steps);
        return new SolveStatistics(
                evaluations + other.evaluations,
                accepted + other.accepted,
                rejected + other.rejected,
                all,
                samplesWith(other),
                Math.max(unmeasuredError, other.unmeasuredError));
    }

    /**
     * What to say of an integral that the norm left out, if one step alone made an error of ten tolerances or more in it
     * by its own estimate; empty otherwise.
     */
    public Optional<String> unmeasuredWarning() {
        return unmeasuredError < MANY
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "An integral that the norm does not measure, such as the gradient by a parameter, has by its own"
                                + " estimate an error of %.0f tolerances in one step: its integrand is rougher than what the"
                                + " norm looks at. Take the norm \"default\" or the interpolating adjoint, or a smaller"
                                + " tolerance; seminode check-gradients compares.",
                        unmeasuredError));
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
