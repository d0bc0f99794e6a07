package io.seminode.solver.symbolic;

import io.seminode.solver.state.NamedOperands;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The events of a solve inside a compiled function, in the order they happened.
 *
 * @param count how many
 * @param times when [capacity]
 * @param which index of each among the problem's events [capacity]
 * @param before the states just before, for each part [capacity, ...]
 * @param after the states just after, for each part [capacity, ...]
 */
public record SymbolicEvents<T extends TFloating>(
        Operand<TInt32> count,
        Operand<TFloat64> times,
        Operand<TInt32> which,
        NamedOperands<T> before,
        NamedOperands<T> after) {}
