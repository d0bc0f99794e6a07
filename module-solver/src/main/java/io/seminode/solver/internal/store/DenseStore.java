package io.seminode.solver.internal.store;

import io.seminode.solver.internal.system.SolveGraphs;
import io.seminode.solver.internal.system.StepInterpolant;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Keeps every accepted step so that the solution can be interpolated anywhere between first and last time.
 *
 * <p>A step takes four or five times the state: values and derivatives at both ends, and the value in the middle if the
 * method gives it.
 *
 * @param type precision
 * @param parts those with stage values
 * @param withMiddle whether the method gives a value in the middle of a step
 * @param capacity how many steps find room
 */
public record DenseStore<T extends TFloating>(Class<T> type, List<Part> parts, boolean withMiddle, int capacity)
        implements StepStore<T> {
    /** How steps are interpolated. */
    public StepInterpolant interpolant() {
        return StepInterpolant.of(withMiddle);
    }

    /** The names of what a {@link StepInterpolant} weights. */
    public List<String> values() {
        return Stream.of("y0", "y1", "f0", "f1", "yMid")
                .limit(interpolant().count())
                .toList();
    }

    /** A buffer of rows for each number of a step. */
    @Override
    public Trial<T> empty(Ops tf) {
        return new Trial<>(
                StoreRows.empty(tf, TFloat64.class, Shape.of(capacity)),
                StoreRows.empty(tf, TFloat64.class, Shape.of(capacity)),
                StoreRows.empty(tf, type, parts, capacity),
                StoreRows.empty(tf, type, parts, capacity),
                StoreRows.empty(tf, type, parts, capacity),
                StoreRows.empty(tf, type, parts, capacity),
                withMiddle ? StoreRows.empty(tf, type, parts, capacity) : List.of());
    }

    @Override
    public Trial<T> put(Ops tf, Record stored, Operand<TInt32> accepted, Trial<T> step) {
        Operand<TInt32> place = tf.math.minimum(accepted, tf.constant(capacity - 1));
        return StoreRows.write(tf, read(stored), place, step);
    }

    @SuppressWarnings("unchecked") // made above
    private Trial<T> read(Record stored) {
        return (Trial<T>) stored;
    }

    /**
     * The stored solution at a time inside it.
     *
     * @param stored as written
     * @param steps how many steps were accepted
     * @param t between first and last time
     * @return one value per part
     */
    public List<Operand<T>> at(Ops tf, Record stored, Operand<TInt32> steps, Operand<TFloat64> t) {
        Trial<T> rows = read(stored);
        Operand<TFloat64> starts = rows.t0();
        Operand<TFloat64> ends = rows.t1();
        Operand<TInt32> row = rowOf(tf, starts, ends, steps, t);
        Operand<TFloat64> start = SolveGraphs.at(tf, starts, row);
        Operand<TFloat64> width = tf.math.sub(SolveGraphs.at(tf, ends, row), start);
        Operand<TFloat64> x = tf.math.divNoNan(tf.math.sub(t, start), width);
        List<Operand<T>> weights = interpolant().weights(tf, type, x, width);
        List<Operand<T>> values = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            List<Operand<T>> known = new ArrayList<>();
            for (Operand<T> buffer : rows.known(part)) {
                known.add(SolveGraphs.at(tf, buffer, row));
            }
            values.add(StepInterpolant.combine(tf, weights, known));
        }
        return values;
    }

    /**
     * How far it is from {@code t} back, against the direction of the solve, to the beginning of the step that is the {@code
     * count}th from there; infinite where no step begins before.
     */
    public Operand<TFloat64> reachBack(Ops tf, Record stored, Operand<TInt32> steps, Operand<TFloat64> t, int count) {
        Operand<TFloat64> starts = read(stored).t0();
        Operand<TFloat64> ends = read(stored).t1();
        Operand<TInt32> begun = begun(tf, starts, ends, steps, t, false);
        Operand<TInt32> row = tf.math.maximum(tf.math.sub(begun, tf.constant(count)), tf.constant(0));
        Operand<TFloat64> distance = tf.math.abs(tf.math.sub(SolveGraphs.at(tf, starts, row), t));
        return Select.choose(
                tf, tf.math.greater(begun, tf.constant(0)), distance, tf.constant(Double.POSITIVE_INFINITY));
    }

    /** The last step that does not begin after {@code t}, in the direction of the solve. */
    private Operand<TInt32> rowOf(
            Ops tf, Operand<TFloat64> starts, Operand<TFloat64> ends, Operand<TInt32> steps, Operand<TFloat64> t) {
        Operand<TInt32> count = begun(tf, starts, ends, steps, t, true);
        return tf.math.maximum(tf.math.sub(count, tf.constant(1)), tf.constant(0));
    }

    /** How many steps begin before {@code t}, in the direction of the solve, or there. */
    private Operand<TInt32> begun(
            Ops tf,
            Operand<TFloat64> starts,
            Operand<TFloat64> ends,
            Operand<TInt32> steps,
            Operand<TFloat64> t,
            boolean orThere) {
        Operand<TInt32> first = tf.constant(0);
        Operand<TFloat64> direction =
                SolveGraphs.direction(tf, SolveGraphs.at(tf, starts, first), SolveGraphs.at(tf, ends, first));
        Operand<TBool> written = tf.math.less(tf.range(first, tf.constant(capacity), tf.constant(1)), steps);
        Operand<TFloat64> late = tf.math.mul(direction, tf.math.sub(starts, t));
        Operand<TBool> begun =
                orThere ? tf.math.lessEqual(late, tf.constant(0.0)) : tf.math.less(late, tf.constant(0.0));
        return tf.reduceSum(tf.dtypes.cast(tf.math.logicalAnd(written, begun), TInt32.class), tf.constant(0));
    }
}
