package io.seminode.solver;

import io.seminode.solver.state.NamedOperands;
import org.tensorflow.types.family.TFloating;

/**
 * The solution of a problem inside a compiled function.
 *
 * @param values for each part of the state [times, ...]
 * @param outcome status and statistics
 */
public record SymbolicSolution<T extends TFloating>(NamedOperands<T> values, SolveOutcome outcome) {}
