package io.seminode.solver.problem;

import io.seminode.solver.state.NamedOperands;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * The state just after an event as a function of the one just before; like a {@link VectorField} it is called while a
 * function is being built.
 *
 * @param <T> the precision of state and parameters
 */
@FunctionalInterface
public interface StateJump<T extends TFloating> {
    /**
     * Adds the operations that compute the new state.
     *
     * @param t scalar, when the event happened
     * @param y the state just before, by the names of its parts
     * @param parameters parameters and constants, by name
     * @return the state just after, with the same names and shapes
     */
    NamedOperands<T> after(Ops tf, Operand<TFloat64> t, NamedOperands<T> y, NamedOperands<T> parameters);
}
