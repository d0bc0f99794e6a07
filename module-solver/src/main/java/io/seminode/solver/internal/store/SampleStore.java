package io.seminode.solver.internal.store;

import io.seminode.solver.internal.loop.LoopState;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Keeps where each sample's accepted steps begin and end, and its state at the beginnings.
 *
 * @param type precision
 * @param parts those with stage values
 * @param samples how many
 * @param capacity how many steps of each sample find room
 */
public record SampleStore<T extends TFloating>(Class<T> type, List<Part> parts, int samples, int capacity)
        implements StepStore<T> {

    /**
     * What a solve left behind.
     *
     * @param counts steps of each sample
     * @param starts [rows, samples]
     * @param ends [rows, samples]
     * @param y values at the starts, [rows, samples, ...]
     */
    public record Stored<T extends TFloating>(
            Operand<TInt32> counts, Operand<TFloat64> starts, Operand<TFloat64> ends, List<Operand<T>> y) {}

    /** A sample that is done goes on writing where its next step would be. */
    private long rows() {
        return capacity + 1L;
    }

    @Override
    public List<TensorSpec> buffers() {
        List<TensorSpec> specs = new ArrayList<>();
        specs.add(new TensorSpec("counts", TInt32.class, Shape.of(samples)));
        specs.add(new TensorSpec("t0", TFloat64.class, Shape.of(rows(), samples)));
        specs.add(new TensorSpec("t1", TFloat64.class, Shape.of(rows(), samples)));
        parts.forEach(
                p -> specs.add(new TensorSpec("y0." + p.name(), type, p.shape().prepend(rows()))));
        return specs;
    }

    @Override
    public List<Operand<?>> start(Ops tf, Trial<T> nowhere) {
        List<Operand<?>> buffers = StoreRows.empty(tf, buffers());
        Operand<TInt32> none = tf.fill(tf.constant(new int[] {samples}), tf.constant(0));
        buffers.set(0, none);
        return put(tf, buffers, none, nowhere);
    }

    /** The buffers by their meaning. */
    public Stored<T> read(List<Operand<?>> buffers) {
        Iterator<Operand<?>> next = buffers.iterator();
        return new Stored<>(
                LoopState.take(next), LoopState.take(next), LoopState.take(next), LoopState.take(next, parts.size()));
    }

    @Override
    public List<Operand<?>> put(Ops tf, List<Operand<?>> buffers, Operand<TInt32> accepted, Trial<T> step) {
        Stored<T> s = read(buffers);
        Operand<TInt32> index = SampleRows.index(tf, accepted, samples);
        List<Operand<?>> next = new ArrayList<>();
        next.add(s.counts());
        next.add(tf.tensorScatterNdUpdate(s.starts(), index, step.t0()));
        next.add(tf.tensorScatterNdUpdate(s.ends(), index, step.t1()));
        for (int part = 0; part < parts.size(); part++) {
            next.add(tf.tensorScatterNdUpdate(s.y().get(part), index, step.y0().get(part)));
        }
        return next;
    }
}
