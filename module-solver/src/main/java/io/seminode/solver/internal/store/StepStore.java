package io.seminode.solver.internal.store;

import io.seminode.solver.internal.system.StepInterpolant;
import java.util.ArrayList;
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

    /** The buffers, not written yet. No row is read before it is written. */
    Record empty(Ops tf);

    /**
     * The buffers before the first step. Their first row is that of an empty step, as if one had been tried and rejected, so
     * that whoever looks at a solve without steps finds where it began.
     *
     * @param nowhere a step from the beginning to itself
     */
    default Record start(Ops tf, Trial<T> nowhere) {
        return put(tf, empty(tf), tf.constant(0), nowhere);
    }

    /**
     * The buffers with a trial step.
     *
     * @param stored the buffers, as {@link #empty} made them
     * @param accepted how many steps were accepted before it: its place
     * @param step the trial, with its ends
     */
    Record put(Ops tf, Record stored, Operand<TInt32> accepted, Trial<T> step);

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
            List<Operand<T>> yMid) {

        /** What a {@link StepInterpolant} weights of a part. */
        public List<Operand<T>> known(int part) {
            List<Operand<T>> known = new ArrayList<>(List.of(y0.get(part), y1.get(part), f0.get(part), f1.get(part)));
            if (!yMid.isEmpty()) {
                known.add(yMid.get(part));
            }
            return known;
        }
    }

    /** No buffers. */
    record Nothing() {}

    /** Keeps nothing. */
    static <T extends TFloating> StepStore<T> none() {
        return new StepStore<>() {
            @Override
            public int capacity() {
                return Integer.MAX_VALUE;
            }

            @Override
            public Record empty(Ops tf) {
                return new Nothing();
            }

            @Override
            public Record put(Ops tf, Record stored, Operand<TInt32> accepted, StepStore.Trial<T> step) {
                return stored;
            }
        };
    }
}
