package io.seminode.solver.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.StopGradient;

/** Reverse-mode derivatives inside a function's graph. */
public final class Gradients {
    private Gradients() {}

    /**
     * Vector-Jacobian products: for each {@code x} the sum over {@code y} of cotangent<sup>T</sup> dy/dx.
     *
     * <p>Every {@code x} must be connected with some {@code y}, see {@link #connected}.
     *
     * @param ys outputs
     * @param xs inputs; derivatives do not go past them if they are placeholders or results of {@code stopGradient}
     * @param cotangents one per output, of its shape
     * @return one product per input, of its shape
     */
    public static List<Operand<?>> vjp(
            Ops tf,
            List<? extends Operand<?>> ys,
            List<? extends Operand<?>> xs,
            List<? extends Operand<?>> cotangents) {
        MissingGradients.register();
        Output<?>[] products = graphOf(tf).addGradients(null, outputs(ys), outputs(xs), outputs(cotangents));
        return List.<Operand<?>>of(products);
    }

    /**
     * Which {@code xs} a path leads from to some {@code y}; paths through {@code stopGradient} do not count.
     *
     * @return one truth value per {@code x}
     */
    public static List<Boolean> connected(List<? extends Operand<?>> ys, List<? extends Operand<?>> xs) {
        Set<GraphOperation> seen = new HashSet<>();
        Deque<GraphOperation> open = new ArrayDeque<>();
        for (Operand<?> y : ys) {
            open.add((GraphOperation) y.op());
        }
        while (!open.isEmpty()) {
            GraphOperation op = open.pop();
            if (seen.add(op) && !op.type().equals(StopGradient.OP_NAME)) {
                for (Operand<?> input : op.inputs()) {
                    open.push((GraphOperation) input.op());
                }
            }
        }
        List<Boolean> connected = new ArrayList<>(xs.size());
        for (Operand<?> x : xs) {
            connected.add(seen.contains((GraphOperation) x.op()));
        }
        return connected;
    }

    private static Graph graphOf(Ops tf) {
        return (Graph) tf.scope().env();
    }

    private static Output<?>[] outputs(List<? extends Operand<?>> operands) {
        return operands.stream().map(Operand::asOutput).toArray(Output<?>[]::new);
    }
}
