package io.seminode.solver.symbolic;

import io.seminode.solver.state.NamedOperands;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * The gradient of a loss by what a solution depends on, inside a compiled function.
 *
 * @param state by the state at the first time, for each part of the state, of its shape
 * @param parameters by each learnt parameter, of its shape
 * @param times by each output time [times]; zero throughout if it was not asked for
 * @param outcome status and statistics of the backward solve
 */
public record SymbolicGradient<T extends TFloating>(
        NamedOperands<T> state, NamedOperands<T> parameters, Operand<TFloat64> times, SolveOutcome outcome) {}
