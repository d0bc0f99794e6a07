package io.seminode.solver.internal.adjoint;

import io.seminode.solver.internal.store.DenseStore;
import io.seminode.solver.internal.store.Storage;
import io.seminode.solver.internal.system.StepSettings;
import org.tensorflow.types.family.TFloating;

/** The adjoint with z read from the forward solve's steps, so that a_z alone is solved backward. */
public final class Interpolating implements AdjointMethod {
    @Override
    public String name() {
        return "interpolating";
    }

    @Override
    public String description() {
        return "a_z solved backward along the stored solution";
    }

    @Override
    public Storage.Kind keeps() {
        return Storage.Kind.STEPS;
    }

    @Override
    public boolean isStepping() {
        return true;
    }

    @Override
    public <T extends TFloating> AdjointSolve<T> of(
            ForwardPass<T> forward, StepSettings backward, boolean timeGradient) {
        DenseStore<T> solution = forward.kept(DenseStore.class);
        return new ContinuousAdjoint<>(forward.problem(), backward, forward.lazily(), timeGradient, solution);
    }
}
