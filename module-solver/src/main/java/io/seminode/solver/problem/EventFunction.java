package io.seminode.solver.problem;

import io.seminode.solver.state.NamedOperands;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * A function of time and state whose sign changes when an event happens; like a {@link VectorField} it is called while a
 * function is being built.
 *
 * @param <T> the precision of state and parameters
 */
@FunctionalInterface
public interface EventFunction<T extends TFloating> {
    /**
     * Adds the operations that compute the value.
     *
     * @param t scalar
     * @param y the state, by the names of its parts
     * @param parameters parameters and constants, by name
     * @return one element
     */
    Operand<T> value(Ops tf, Operand<TFloat64> t, NamedOperands<T> y, NamedOperands<T> parameters);
}
