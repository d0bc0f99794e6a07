package io.seminode.solver.symbolic;

import io.seminode.solver.state.NamedOperands;
import org.jspecify.annotations.Nullable;
import org.tensorflow.types.family.TFloating;

/**
 * The solution of a problem inside a compiled function.
 *
 * @param values for each part of the state [times, ...]
 * @param outcome status and statistics
 * @param events what happened on the way; null if the problem has no events
 * @param stored what the solve kept of its steps for the solver's adjoint or dense output
 */
public record SymbolicSolution<T extends TFloating>(
        NamedOperands<T> values,
        SolveOutcome outcome,
        @Nullable SymbolicEvents<T> events,
        Record stored) {

    /** Without events. */
    public SymbolicSolution(NamedOperands<T> values, SolveOutcome outcome, Record stored) {
        this(values, outcome, null, stored);
    }
}
