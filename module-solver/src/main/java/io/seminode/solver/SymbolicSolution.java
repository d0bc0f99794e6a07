package io.seminode.solver;

import io.seminode.solver.state.NamedOperands;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * The solution of a problem inside a compiled function.
 *
 * @param values for each part of the state [times, ...]
 * @param outcome status and statistics
 * @param stored what the solve kept of its steps for the solver's adjoint or dense output
 */
public record SymbolicSolution<T extends TFloating>(
        NamedOperands<T> values, SolveOutcome outcome, List<Operand<?>> stored) {

    /** Copies the list. */
    public SymbolicSolution {
        stored = List.copyOf(stored);
    }
}
