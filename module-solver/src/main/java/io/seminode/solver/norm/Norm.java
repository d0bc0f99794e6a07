package io.seminode.solver.norm;

import io.seminode.solver.spi.Named;
import io.seminode.solver.state.Part;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Measures how far an error estimate is from its tolerance: a step is accepted if the norm of error / tolerance is at
 * most 1. Also used to choose the first step.
 *
 * <p>This is a service: a module that {@code provides} it, or a plain jar with an entry in {@code META-INF/services}, is
 * found at run time and chosen by {@link #name()}. An implementation has a public constructor without arguments (or a
 * static method {@code provider()}) and no mutable state.
 *
 * <p>A norm that leaves parts out, through {@link #measures}, is a <em>seminorm</em>. What is left out and is a
 * quadrature costs no step and, in the lazy mode, no stage: see {@code AdjointMode}.
 */
public interface Norm extends Named {

    /**
     * Whether errors of this part count. If a norm measures no part of a state at all, the solver measures every part, so
     * that no solve is without error control.
     */
    default boolean measures(Part part) {
        return true;
    }

    /**
     * Adds the operations that compute the norm.
     *
     * @param tf adds to the graph of the solve
     * @param parts those that {@link #measures} admits, in the order of the state; at least one
     * @return a scalar, homogeneous of degree one in the values, zero if they are, not a number if one of them is not
     */
    <T extends TFloating> Operand<T> of(Ops tf, List<MeasuredPart<T>> parts);

    /**
     * Adds the operations that compute the norm of each sample by itself, for own step sizes per sample. Unless this is
     * overridden, {@link #of} goes through the samples one by one, each with parts of shape {@code [1, ...]}: right for
     * every norm, but slow for many samples.
     *
     * @param parts as for {@link #of}; the first axis of each, of the same size in all, counts the samples
     * @return {@code [samples]}
     */
    default <T extends TFloating> Operand<T> ofEach(Ops tf, List<MeasuredPart<T>> parts) {
        return OneByOne.measure(tf, this, parts);
    }
}
