package io.seminode.solver.internal.store;

import io.seminode.solver.internal.loop.LoopState;
import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Select;
import io.seminode.solver.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Iterator;
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

    /** What a solve left behind. */
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
    public List<TensorSpec> buffers() {
        List<TensorSpec> specs = new ArrayList<>();
        specs.add(new TensorSpec("t0", TFloat64.class, Shape.of(capacity())));
        specs.add(new TensorSpec("t1", TFloat64.class, Shape.of(capacity())));
        specs.add(new TensorSpec("held", TInt32.class, Shape.of(rows())));
        specs.add(new TensorSpec("stride", TInt32.class, Shape.scalar()));
        specs.addAll(states("y0", rows()));
        specs.addAll(states("f0", rows()));
        return specs;
    }

    /** Room for so many states. */
    public List<TensorSpec> states(String name, int count) {
        List<TensorSpec> specs = new ArrayList<>();
        parts.forEach(p ->
                specs.add(new TensorSpec(name + "." + p.name(), type, p.shape().prepend(count))));
        return specs;
    }

    @Override
    public List<Operand<?>> start(Ops tf, Trial<T> nowhere) {
        List<Operand<?>> buffers = StoreRows.empty(tf, buffers());
        buffers.set(2, tf.fill(tf.constant(new int[] {rows()}), tf.constant(-1)));
        buffers.set(3, tf.constant(1));
        return put(tf, buffers, tf.constant(0), nowhere);
    }

    /** The buffers by their meaning. */
    public Stored<T> read(List<Operand<?>> buffers) {
        Iterator<Operand<?>> next = buffers.iterator();
        return new Stored<>(
                LoopState.take(next),
                LoopState.take(next),
                LoopState.take(next),
                LoopState.take(next),
                LoopState.take(next, parts.size()),
                LoopState.take(next, parts.size()));
    }

    @Override
    public List<Operand<?>> put(Ops tf, List<Operand<?>> buffers, Operand<TInt32> accepted, Trial<T> step) {
        Stored<T> s = read(buffers);
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

        List<Operand<?>> next = new ArrayList<>();
        next.add(SolveGraphs.withRow(tf, s.starts(), index, step.t0()));
        next.add(SolveGraphs.withRow(tf, s.ends(), index, step.t1()));
        next.add(SolveGraphs.withRow(tf, s.held(), place, index));
        next.add(stride);
        for (int part = 0; part < parts.size(); part++) {
            next.add(SolveGraphs.withRow(tf, s.y().get(part), place, step.y0().get(part)));
        }
        for (int part = 0; part < parts.size(); part++) {
            next.add(SolveGraphs.withRow(tf, s.f().get(part), place, step.f0().get(part)));
        }
        return next;
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
