package io.seminode.solver.internal.system;

import io.seminode.solver.state.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * What the loop integrates: a forward problem or its adjoint.
 *
 * <p>Its parts are <em>staged</em>, with stage values and an error estimate, or <em>lazy</em>: quadratures that the norm
 * does not measure, summed up from the stages that carry weight.
 */
public interface OdeSystem<T extends TFloating> {
    /** The precision. */
    Class<T> type();

    /** Parts with stage values, in the order of the operands. */
    List<Part> staged();

    /** Quadratures without stage values. */
    List<Part> lazy();

    /** Whether all of the state steps together. */
    default Lanes lanes() {
        return Lanes.JOINT;
    }

    /**
     * Whether every integral is under error control, whatever the norm: for a system whose other parts do not see what the
     * integrands see.
     */
    default boolean measuresIntegrals() {
        return false;
    }

    /**
     * How long a step may be at most, where the system knows of something that a longer one could miss; null if it does not.
     *
     * @param t where the step begins
     */
    default @Nullable Operand<TFloat64> longestStep(Ops tf, Operand<TFloat64> t, Context<T> context) {
        return null;
    }

    /** Times at which the right-hand side jumps. */
    default List<Double> jumpTimes() {
        return List.of();
    }

    /**
     * Adds one evaluation.
     *
     * @param t for each lane
     * @param y values of the staged parts
     * @param context parameters, and what else the right-hand side is made of
     * @param integrands whether the integrands of the lazy parts are wanted
     */
    Rates<T> rates(Ops tf, Operand<TFloat64> t, List<Operand<T>> y, Context<T> context, boolean integrands);

    /**
     * Derivatives of the staged parts that can be differentiated by {@code y}. Those of {@link #rates} may be cut off from
     * it.
     */
    default List<Operand<T>> differentiable(Ops tf, Operand<TFloat64> t, List<Operand<T>> y, Context<T> context) {
        return rates(tf, t, y, context, false).staged();
    }

    /**
     * Time derivatives.
     *
     * @param staged one per staged part
     * @param lazy one per lazy part, or none if they were not wanted
     */
    record Rates<T extends TFloating>(List<Operand<T>> staged, List<Operand<T>> lazy) {}
}
