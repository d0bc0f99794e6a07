package io.seminode.solver.symbolic;

import io.seminode.solver.internal.system.Status;
import io.seminode.solver.tensor.Bundle;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * How a solve inside a compiled function went, as scalars of its graph; what a function returns of it can be read back
 * as the statistics of a solve.
 *
 * @param status 0 if it went to the end; see {@link #isSuccess}
 * @param time where the solution stands
 * @param step size of the next step
 * @param evaluations of the field, or of the adjoint system
 * @param accepted steps
 * @param rejected steps
 * @param culprit index of the part that was not finite, or -1
 * @param outputs how many output times were reached, the first one included
 * @param record start, signed size and acceptance of each step, [capacity] each; empty if not recorded
 * @param unmeasured the largest error that an accepted step was estimated to make in an integral that the norm leaves out, in
 *     tolerances for the integral; null if none is left out, or the method estimates no error
 * @param samples the same for each sample, if each has its own steps: then {@code accepted} and {@code rejected} are sums,
 *     {@code evaluations} are of all samples together, and time, step and culprit those of the sample that is behind or
 *     failed; null otherwise
 */
public record SolveOutcome(
        Operand<TInt32> status,
        Operand<TFloat64> time,
        Operand<TFloat64> step,
        Operand<TInt32> evaluations,
        Operand<TInt32> accepted,
        Operand<TInt32> rejected,
        Operand<TInt32> culprit,
        Operand<TInt32> outputs,
        List<Operand<TFloat64>> record,
        @Nullable Operand<TFloat64> unmeasured,
        @Nullable SymbolicSamples samples) {

    public static final String UNMEASURED = "unmeasured";

    /** Of a solve in which all samples step together, and whose norm leaves no integral out. */
    public SolveOutcome(
            Operand<TInt32> status,
            Operand<TFloat64> time,
            Operand<TFloat64> step,
            Operand<TInt32> evaluations,
            Operand<TInt32> accepted,
            Operand<TInt32> rejected,
            Operand<TInt32> culprit,
            Operand<TInt32> outputs,
            List<Operand<TFloat64>> record) {
        this(status, time, step, evaluations, accepted, rejected, culprit, outputs, record, null, null);
    }

    /** Whether the solve succeeded whose outcome a function returned under that prefix. */
    public static boolean isSuccess(TensorMap outputs, String prefix) {
        return Status.of((int) Tensors.toDouble(outputs.get(prefix + "status"))).isSuccess();
    }

    /**
     * The operands under names, for a function to return.
     *
     * @param prefix distinguishes the solves of one function: "forward."
     */
    public Map<String, Operand<?>> asOutputs(String prefix) {
        Map<String, Operand<?>> named = new LinkedHashMap<>();
        Bundle.like(this).named(this).forEach((name, operand) -> named.put(prefix + name, operand));
        return named;
    }
}
