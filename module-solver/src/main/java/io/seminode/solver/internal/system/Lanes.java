package io.seminode.solver.internal.system;

import io.seminode.solver.norm.MeasuredPart;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.tensor.Select;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/**
 * Whether all of a state steps together, or each sample, counted by the first axis of every part, on its own: what the
 * loop carries besides the state, such as time, step size and counts, is a scalar in the first case and {@code [samples]}
 * in the second.
 *
 * @param samples how many; 0 if all step together
 */
public record Lanes(int samples) {
    /** All step together. */
    public static final Lanes JOINT = new Lanes(0);

    public boolean areJoint() {
        return samples == 0;
    }

    /** The number for each lane. */
    public Operand<TFloat64> constant(Ops tf, double value) {
        return spread(tf, tf.constant(value));
    }

    /** The number for each lane. */
    public Operand<TInt32> constant(Ops tf, int value) {
        return spread(tf, tf.constant(value));
    }

    /** The scalar for each lane; what is there for each lane already stays as it is. */
    public <U extends TType> Operand<U> spread(Ops tf, Operand<U> value) {
        boolean fits = areJoint() || value.shape().numDimensions() == 1;
        return fits ? value : tf.fill(tf.constant(new int[] {samples}), value);
    }

    /** The norm of each lane. */
    <T extends TFloating> Operand<T> norm(Ops tf, Norm norm, List<MeasuredPart<T>> scaled) {
        return areJoint() ? norm.of(tf, scaled) : norm.ofEach(tf, scaled);
    }

    /** The sum of what belongs to each lane. */
    public <U extends TNumber> Operand<U> sum(Ops tf, Operand<U> values) {
        return areJoint()
                ? tf.reduceSum(tf.reshape(values, tf.constant(new int[] {-1})), tf.constant(0))
                : tf.reduceSum(tf.reshape(values, tf.constant(new int[] {samples, -1})), tf.constant(1));
    }

    /** Numbers that each lane is compared with, {@code [count]}, in a shape for {@code [count, lanes]}. */
    <U extends TType> Operand<U> column(Ops tf, Operand<U> numbers) {
        return areJoint() ? numbers : tf.expandDims(numbers, tf.constant(1));
    }

    /** Whether it holds in some lane. */
    public Operand<TBool> any(Ops tf, Operand<TBool> condition) {
        return areJoint() ? condition : tf.reduceAny(condition, tf.constant(0));
    }

    /** The rates found at a jump for the lanes that are at one, those there were for the others. */
    <U extends TType> List<Operand<U>> chosen(
            Ops tf, Operand<TBool> wanted, List<Operand<U>> found, List<Operand<U>> others) {
        if (areJoint()) {
            return found;
        }
        List<Operand<U>> chosen = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            chosen.add(Select.choose(tf, wanted, found.get(i), others.get(i)));
        }
        return chosen;
    }
}
