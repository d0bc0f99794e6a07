package io.seminode.solver.internal.adjoint;

import io.seminode.solver.internal.store.Storage;
import io.seminode.solver.internal.system.StepSettings;
import org.tensorflow.types.family.TFloating;

/** A way to take a gradient back through a solve: what it needs of the forward solve, and how it is added to a graph. */
public interface AdjointMethod {
    /** Its name on the command line and in files. */
    String name();

    /** One sentence for lists. */
    String description();

    /** What the forward solve has to keep of its steps for it. */
    Storage.Kind keeps();

    /** Whether its solve takes steps of its own, whose errors a norm measures; else it goes back along the forward solve's. */
    boolean isStepping();

    /** Whether it knows own step sizes per sample. */
    default boolean knowsSamples() {
        return false;
    }

    /** Whether a gradient goes through events with it: along a solve from each event to the one before. */
    default boolean knowsEvents() {
        return true;
    }

    /**
     * The adjoint of a forward solve.
     *
     * @param forward a solve that kept what this needs
     * @param backward how the backward solve steps
     * @param timeGradient whether the gradient by the output times is wanted
     * @throws IllegalArgumentException if it does not know the forward solve's method
     */
    <T extends TFloating> AdjointSolve<T> of(ForwardPass<T> forward, StepSettings backward, boolean timeGradient);
}
