package io.seminode.solver.internal.adjoint;

import io.seminode.solver.internal.store.Storage;
import io.seminode.solver.internal.system.StepSettings;
import org.tensorflow.types.family.TFloating;

/** The paper's adjoint: z and a_z solved backward together. */
public final class Backsolve implements AdjointMethod {
    @Override
    public String name() {
        return "backsolve";
    }

    @Override
    public String description() {
        return "z and a_z solved backward; stores nothing";
    }

    @Override
    public Storage.Kind keeps() {
        return Storage.Kind.NONE;
    }

    @Override
    public boolean isStepping() {
        return true;
    }

    @Override
    public <T extends TFloating> AdjointSolve<T> of(
            ForwardPass<T> forward, StepSettings backward, boolean timeGradient) {
        return new ContinuousAdjoint<>(forward.problem(), backward, forward.lazily(), timeGradient, null);
    }
}
