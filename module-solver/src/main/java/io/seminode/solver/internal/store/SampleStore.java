package io.seminode.solver.internal.store;

import io.seminode.solver.state.Part;
import java.util.ArrayList;
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
            Operand<TInt32> counts, Operand<TFloat64> starts, Operand<TFloat64> ends, List<Operand<T>> y) {

        private Stored<T> counted(Operand<TInt32> other) {
            return new Stored<>(other, starts, ends, y);
        }
    }

    /** A sample that is done goes on writing where its next step would be. */
    private long rows() {
        return capacity + 1L;
    }

    @Override
    public Stored<T> empty(Ops tf) {
        return new Stored<>(
                noSteps(tf),
                StoreRows.empty(tf, TFloat64.class, Shape.of(rows(), samples)),
                StoreRows.empty(tf, TFloat64.class, Shape.of(rows(), samples)),
                StoreRows.empty(tf, type, parts, rows()));
    }

    private Operand<TInt32> noSteps(Ops tf) {
        return tf.fill(tf.constant(new int[] {samples}), tf.constant(0));
    }

    @Override
    public Stored<T> start(Ops tf, Trial<T> nowhere) {
        return put(tf, empty(tf), noSteps(tf), nowhere);
    }

    /** The buffers by their meaning. */
    @SuppressWarnings("unchecked") // made above
    public Stored<T> read(Record stored) {
        return (Stored<T>) stored;
    }

    @Override
    public Stored<T> put(Ops tf, Record stored, Operand<TInt32> accepted, Trial<T> step) {
        Stored<T> s = read(stored);
        Operand<TInt32> index = SampleRows.index(tf, accepted, samples);
        List<Operand<T>> y = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            y.add(tf.tensorScatterNdUpdate(s.y().get(part), index, step.y0().get(part)));
        }
        return new Stored<>(
                s.counts(),
                tf.tensorScatterNdUpdate(s.starts(), index, step.t0()),
                tf.tensorScatterNdUpdate(s.ends(), index, step.t1()),
                y);
    }

    /** What a solve left behind with the steps it took counted. */
    public static Record counted(Record stored, Operand<TInt32> counts) {
        return stored instanceof Stored<?> kept ? kept.counted(counts) : stored;
    }
}
