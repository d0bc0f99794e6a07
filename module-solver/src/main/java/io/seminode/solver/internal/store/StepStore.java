package io.seminode.solver.internal.store;

import io.seminode.solver.tensor.TensorSpec;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * What a forward solve keeps of its steps for whoever comes after it: an adjoint, or dense output.
 *
 * <p>Buffers have static shapes. A trial step is written at the place of the next accepted step; if it is rejected, the
 * next trial overwrites it. So no buffer is ever copied to undo a write.
 */
public interface StepStore<T extends TFloating> {
    /** How many accepted steps find room. */
    int capacity();

    /** Names, types and shapes of the buffers. */
    List<TensorSpec> buffers();

    /**
     * The buffers before the first step. Their first row is that of an empty step, as if one had been tried and rejected, so
     * that whoever looks at a solve without steps finds where it began. No other row is read before it is written.
     *
     * @param nowhere a step from the beginning to itself
     */
    List<Operand<?>> start(Ops tf, Trial<T> nowhere);

    /**
     * The buffers with a trial step.
     *
     * @param accepted how many steps were accepted before it: its place
     * @param step the trial, with its ends
     */
    List<Operand<?>> put(Ops tf, List<Operand<?>> buffers, Operand<TInt32> accepted, Trial<T> step);

    /**
     * A trial step.
     *
     * @param t0 start
     * @param t1 end
     * @param y0 values of the staged parts at the start
     * @param f0 their derivatives there
     * @param y1 values at the end
     * @param f1 their derivatives there
     * @param yMid values in the middle; empty if the method has none
     */
    record Trial<T extends TFloating>(
            Operand<TFloat64> t0,
            Operand<TFloat64> t1,
            List<Operand<T>> y0,
            List<Operand<T>> f0,
            List<Operand<T>> y1,
            List<Operand<T>> f1,
            List<Operand<T>> yMid) {}

    /** Keeps nothing. */
    static <T extends TFloating> StepStore<T> none() {
        return new StepStore<>() {
            @Override
            public int capacity() {
                return Integer.MAX_VALUE;
            }

            @Override
            public List<TensorSpec> buffers() {
                return List.of();
            }

            @Override
            public List<Operand<?>> start(Ops tf, Trial<T> nowhere) {
                return List.of();
            }

            @Override
            public List<Operand<?>> put(
                    Ops tf, List<Operand<?>> buffers, Operand<TInt32> accepted, StepStore.Trial<T> step) {
                return buffers;
            }
        };
    }
}
