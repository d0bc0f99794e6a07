package io.seminode.solver.problem;

import io.seminode.solver.state.NamedOperands;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * The right-hand side of an ODE: dy/dt = f(t, y, theta).
 *
 * <p>It is called while a function is being built, several times per solve (once per Runge-Kutta stage), and must add
 * the same operations each time. It may use only what it is given: constants of its own are made with {@code tf}.
 *
 * @param <T> the precision of state and parameters
 */
@FunctionalInterface
public interface VectorField<T extends TFloating> {
    /**
     * Adds the operations that compute the derivative.
     *
     * @param tf adds to the graph of the solve
     * @param t scalar; time is float64 whatever the state's precision. With own step sizes per sample, see {@link
     *     Problem.Builder#samples}, it is {@code [samples]}
     * @param y the state, by the names of its parts
     * @param parameters parameters and constants, by name
     * @return the derivative, with the names and shapes of the state
     */
    NamedOperands<T> derivative(Ops tf, Operand<TFloat64> t, NamedOperands<T> y, NamedOperands<T> parameters);
}
