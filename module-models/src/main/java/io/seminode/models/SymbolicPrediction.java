package io.seminode.models;

import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.symbolic.SolveOutcome;
import org.tensorflow.types.TFloat32;

/**
 * A prediction inside a compiled function.
 *
 * @param values what is predicted, by name; [batch, ...] each
 * @param forward outcome of the forward solve
 */
public record SymbolicPrediction(NamedOperands<TFloat32> values, SolveOutcome forward) {}
