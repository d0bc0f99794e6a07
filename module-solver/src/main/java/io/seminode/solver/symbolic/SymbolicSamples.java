package io.seminode.solver.symbolic;

import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.Tensors;
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
    public static final String PREFIX = "samples.";

    /** The sample that a solve failed for whose outcome a function returned, or -1. */
    public static int failed(TensorMap outputs, String prefix) {
        String name = prefix + PREFIX + "failed";
        return outputs.names().contains(name) ? (int) Tensors.toDouble(outputs.get(name)) : -1;
    }
}
