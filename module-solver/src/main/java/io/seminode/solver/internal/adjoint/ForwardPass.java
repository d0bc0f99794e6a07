package io.seminode.solver.internal.adjoint;

import io.seminode.solver.internal.loop.StepLoop;
import io.seminode.solver.internal.store.StepStore;
import io.seminode.solver.internal.system.ForwardSystem;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.problem.Problem;
import org.tensorflow.types.family.TFloating;

/**
 * What an adjoint is made from: a forward solve that can be added to a graph.
 *
 * @param problem what is solved
 * @param system its equations
 * @param settings how it steps
 * @param lazily whether unmeasured quadratures are lazy and the last step ends at the last output time
 * @param loop its steps
 * @param store what it keeps of them
 */
public record ForwardPass<T extends TFloating>(
        Problem<T> problem,
        ForwardSystem<T> system,
        StepSettings settings,
        boolean lazily,
        StepLoop<T> loop,
        StepStore<T> store) {

    /** The store, as the kind that the adjoint asked for. */
    <S extends StepStore<T>> S kept(Class<? super S> kind) {
        @SuppressWarnings("unchecked") // the store's precision is the problem's
        S kept = (S) kind.cast(store);
        return kept;
    }
}
