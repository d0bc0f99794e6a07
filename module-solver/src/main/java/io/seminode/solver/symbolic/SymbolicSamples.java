package io.seminode.solver.symbolic;

import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.TInt32;

/**
 * How a solve with own step sizes per sample went for each of them, inside a compiled function.
 *
 * @param evaluations of the field for the sample's own steps [samples]
 * @param accepted its steps [samples]
 * @param rejected its steps [samples]
 * @param failed the first sample that the solve failed for, or -1; scalar
 */
public record SymbolicSamples(
        Operand<TInt32> evaluations, Operand<TInt32> accepted, Operand<TInt32> rejected, Operand<TInt32> failed) {
    public static final String PREFIX = "sample.";

    /** The sample that a solve failed for whose outcome a function returned, or -1. */
    public static int failed(TensorMap outputs, String prefix) {
        String name = prefix + PREFIX + "failed";
        return outputs.names().contains(name) ? (int) Tensors.toDouble(outputs.get(name)) : -1;
    }

    Map<String, Operand<?>> asOutputs(String prefix) {
        Map<String, Operand<?>> named = new LinkedHashMap<>();
        named.put(prefix + PREFIX + "evaluations", evaluations);
        named.put(prefix + PREFIX + "accepted", accepted);
        named.put(prefix + PREFIX + "rejected", rejected);
        named.put(prefix + PREFIX + "failed", failed);
        return named;
    }
}
