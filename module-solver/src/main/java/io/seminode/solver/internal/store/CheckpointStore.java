package io.seminode.solver.internal.store;

import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Select;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Keeps where every accepted step begins and ends, and the state at some of the beginnings: at first at each one, and
 * whenever there is no more room at every second one of those. What lies between is solved again from the checkpoint
 * before it, at most {@code segment} steps at a time.
 *
 * <p>A checkpoint is twice the state: values and derivatives.
 *
 * @param type precision
 * @param parts those with stage values
 * @param checkpoints how many find room, even
 * @param segment how many steps at most lie between two of them, a power of two
 */
public record CheckpointStore<T extends TFloating>(Class<T> type, List<Part> parts, int checkpoints, int segment)
        implements StepStore<T> {

    /**
     * What a solve left behind.
     *
     * @param starts of the steps, [capacity]
     * @param ends of the steps, [capacity]
     * @param held which step each row is the beginning of, or -1
     * @param stride every how many steps one is kept
     * @param y values of the parts at the beginnings, [rows, ...]
     * @param f their derivatives there, [rows, ...]
     */
    public record Stored<T extends TFloating>(
            Operand<TFloat64> starts,
            Operand<TFloat64> ends,
            Operand<TInt32> held,
            Operand<TInt32> stride,
            List<Operand<T>> y,
            List<Operand<T>> f) {}

    @Override
    public int capacity() {
        return Math.multiplyExact(checkpoints, segment);
    }

    /** The last row takes what is not kept. */
    private int rows() {
        return checkpoints + 1;
    }

    @Override
    public Stored<T> empty(Ops tf) {
        return new Stored<>(
                StoreRows.empty(tf, TFloat64.class, Shape.of(capacity())),
                StoreRows.empty(tf, TFloat64.class, Shape.of(capacity())),
                tf.fill(tf.constant(new int[] {rows()}), tf.constant(-1)),
                tf.constant(1),
                StoreRows.empty(tf, type, parts, rows()),
                StoreRows.empty(tf, type, parts, rows()));
    }

    /** The buffers by their meaning. */
    @SuppressWarnings("unchecked") // made above
    public Stored<T> read(Record stored) {
        return (Stored<T>) stored;
    }

    @Override
    public Stored<T> put(Ops tf, Record stored, Operand<TInt32> accepted, Trial<T> step) {
        Stored<T> s = read(stored);
        Operand<TInt32> index = tf.math.minimum(accepted, tf.constant(capacity() - 1));
        Operand<TInt32> own = slotOf(tf, s.held(), index);
        Operand<TBool> isKept = isMultiple(tf, index, s.stride());
        Operand<TBool> isFull = tf.math.logicalAnd(
                tf.math.equal(own, tf.constant(checkpoints)),
                tf.math.equal(freeSlot(tf, s.held(), s.stride()), tf.constant(checkpoints)));
        Operand<TInt32> doubled = tf.math.mul(s.stride(), tf.constant(2));
        Operand<TInt32> stride = Select.choose(tf, tf.math.logicalAnd(isKept, isFull), doubled, s.stride());
        Operand<TBool> isOwn = tf.math.less(own, tf.constant(checkpoints));
        Operand<TInt32> slot = Select.choose(tf, isOwn, own, freeSlot(tf, s.held(), stride));
        Operand<TInt32> place = Select.choose(tf, isMultiple(tf, index, stride), slot, tf.constant(checkpoints));

        return new Stored<>(
                SolveGraphs.withRow(tf, s.starts(), index, step.t0()),
                SolveGraphs.withRow(tf, s.ends(), index, step.t1()),
                SolveGraphs.withRow(tf, s.held(), place, index),
                stride,
                StoreRows.write(tf, s.y(), place, step.y0()),
                StoreRows.write(tf, s.f(), place, step.f0()));
    }

    /** Where the state at the beginning of that step is; the row past the last if it is not kept. */
    public Operand<TInt32> slotOf(Ops tf, Operand<TInt32> held, Operand<TInt32> step) {
        return first(tf, tf.math.equal(held, step));
    }

    /** A row that is empty, or whose step is no checkpoint any more. */
    private Operand<TInt32> freeSlot(Ops tf, Operand<TInt32> held, Operand<TInt32> stride) {
        Operand<TBool> isEmpty = tf.math.less(held, tf.constant(0));
        return first(tf, tf.math.logicalOr(isEmpty, tf.math.logicalNot(isMultiple(tf, held, stride))));
    }

    private Operand<TInt32> first(Ops tf, Operand<TBool> rows) {
        int[] indices = new int[rows()];
        int[] none = new int[rows()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = i;
            none[i] = checkpoints;
        }
        return tf.reduceMin(tf.select(rows, tf.constant(indices), tf.constant(none)), tf.constant(0));
    }

    private static Operand<TBool> isMultiple(Ops tf, Operand<TInt32> number, Operand<TInt32> of) {
        return tf.math.equal(tf.math.floorMod(number, of), tf.constant(0));
    }
}
