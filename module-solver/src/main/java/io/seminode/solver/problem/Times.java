package io.seminode.solver.problem;

import io.seminode.solver.tensor.Rows;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** For fields that use time: one time for all samples, or one for each. */
public final class Times {
    private Times() {}

    /**
     * The time in the precision of {@code values} and in a shape that broadcasts along them: a scalar as it is, {@code
     * [samples]} as {@code [samples, 1, ...]}.
     *
     * @param t as a {@link VectorField} gets it
     * @param values with the samples as their first axis if {@code t} is not a scalar
     */
    public static <T extends TFloating> Operand<T> along(Ops tf, Operand<TFloat64> t, Operand<T> values) {
        return Rows.along(tf, tf.dtypes.cast(t, values.asOutput().type()), values);
    }
}
