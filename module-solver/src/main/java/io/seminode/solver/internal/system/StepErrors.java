package io.seminode.solver.internal.system;

import io.seminode.solver.control.Tolerance;
import io.seminode.solver.norm.MeasuredPart;
import io.seminode.solver.state.Part;
import io.seminode.solver.tensor.Select;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** Measures errors and other values against the tolerances, and finds those that are not finite. */
public final class StepErrors<T extends TFloating> {
    private final OdeSystem<T> system;
    private final StepSettings settings;
    private final List<Integer> measured = new ArrayList<>();

    public StepErrors(OdeSystem<T> system, StepSettings settings) {
        this.system = system;
        this.settings = settings;
        List<Part> parts = system.staged();
        List<Integer> every = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            every.add(i);
            if (settings.norm().measures(parts.get(i))) {
                measured.add(i);
            }
        }
        if (measured.isEmpty()) {
            measured.addAll(every);
        }
    }

    /** The staged parts that the norm looks at. */
    public List<Part> measured() {
        return measured.stream().map(system.staged()::get).toList();
    }

    /** Whether the norm looks at the staged part of that index. */
    public boolean isMeasured(int index) {
        return measured.contains(index);
    }

    /**
     * Values of the measured parts over what may be wrong with them.
     *
     * @param values one per staged part
     * @param sizes |y| of each staged part
     */
    public List<MeasuredPart<T>> scaled(Ops tf, List<Operand<T>> values, List<Operand<T>> sizes) {
        List<MeasuredPart<T>> scaled = new ArrayList<>();
        for (int i : measured) {
            Part part = system.staged().get(i);
            Tolerance tolerance = settings.tolerances().of(part.name());
            Operand<T> allowed = tf.math.add(
                    Tensors.constant(tf, system.type(), tolerance.atol()),
                    tf.math.mul(Tensors.constant(tf, system.type(), tolerance.rtol()), sizes.get(i)));
            if (tolerance.atol() == 0) {
                // At zero nothing may be wrong, and what is not wrong there is no 0 / 0.
                allowed = tf.math.maximum(allowed, Tensors.constant(tf, system.type(), leastAllowed()));
            }
            scaled.add(new MeasuredPart<>(part, tf.math.div(values.get(i), allowed)));
        }
        return scaled;
    }

    private double leastAllowed() {
        return system.type() == TFloat32.class ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    }

    /** The larger of |y0| and |y1|, for each staged part. */
    public static <T extends TFloating> List<Operand<T>> sizes(Ops tf, List<Operand<T>> y0, List<Operand<T>> y1) {
        List<Operand<T>> sizes = new ArrayList<>();
        for (int i = 0; i < y0.size(); i++) {
            sizes.add(tf.math.maximum(tf.math.abs(y0.get(i)), tf.math.abs(y1.get(i))));
        }
        return sizes;
    }

    /** The norm of scaled values. */
    public Operand<TFloat64> norm(Ops tf, List<MeasuredPart<T>> scaled) {
        return tf.dtypes.cast(size(tf, scaled), TFloat64.class);
    }

    /** The norm of scaled values in the precision of the state. */
    public Operand<T> size(Ops tf, List<MeasuredPart<T>> scaled) {
        return tf.math.abs(system.lanes().norm(tf, settings.norm(), scaled));
    }

    /**
     * The first part with a value that is not finite, or -1: staged parts by their index, then lazy ones. What the norm
     * leaves out is looked at too.
     *
     * @param values one per staged part: errors, or if none are estimated the values at the end
     * @param scaled takes the place of these values where there is one
     * @param increments of the lazy parts
     */
    public Operand<TInt32> culprit(
            Ops tf, List<Operand<T>> values, List<MeasuredPart<T>> scaled, List<Operand<T>> increments) {
        List<Operand<T>> all = new ArrayList<>(values);
        for (int i = 0; i < scaled.size(); i++) {
            all.set(measured.get(i), scaled.get(i).value());
        }
        all.addAll(increments);
        Lanes lanes = system.lanes();
        List<Operand<T>> sums = new ArrayList<>();
        int[] indices = new int[all.size()];
        int[] none = new int[all.size()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = i;
            none[i] = Integer.MAX_VALUE;
            sums.add(lanes.sum(tf, all.get(i)));
        }
        Operand<TInt32> suspects = tf.select(
                tf.math.isFinite(tf.stack(sums)),
                lanes.column(tf, tf.constant(none)),
                lanes.column(tf, tf.constant(indices)));
        Operand<TInt32> first = tf.reduceMin(suspects, tf.constant(0));
        return Select.choose(tf, tf.math.less(first, tf.constant(Integer.MAX_VALUE)), first, tf.constant(-1));
    }
}
