package io.seminode.models;

import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.symbolic.SolveOutcome;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The loss of a batch inside a compiled function.
 *
 * @param perExample [batch]
 * @param mean scalar
 * @param gradient of the mean by the parameters; null if it was not asked for
 * @param forward outcome of the forward solve
 * @param backward outcome of the backward solve; null without a gradient
 * @param measures what else is measured, [batch] each, by name: "accuracy"; the loop reports their means
 */
public record SymbolicLoss(
        Operand<TFloat32> perExample,
        Operand<TFloat32> mean,
        @Nullable NamedOperands<TFloat32> gradient,
        SolveOutcome forward,
        @Nullable SolveOutcome backward,
        NamedOperands<TFloat32> measures) {
    /** Under which a function returns the forward outcome. */
    public static final String FORWARD = "forward.";

    /** Under which a function returns the backward outcome. */
    public static final String BACKWARD = "backward.";

    /** A loss with nothing else measured. */
    public SymbolicLoss(
            Operand<TFloat32> perExample,
            Operand<TFloat32> mean,
            @Nullable NamedOperands<TFloat32> gradient,
            SolveOutcome forward,
            @Nullable SolveOutcome backward) {
        this(perExample, mean, gradient, forward, backward, NamedOperands.empty());
    }

    /** The same with further measures. */
    public SymbolicLoss withMeasures(NamedOperands<TFloat32> others) {
        return new SymbolicLoss(perExample, mean, gradient, forward, backward, others);
    }
}
