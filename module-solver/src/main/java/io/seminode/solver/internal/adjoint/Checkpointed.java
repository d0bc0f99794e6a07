package io.seminode.solver.internal.adjoint;

import io.seminode.solver.internal.store.CheckpointStore;
import io.seminode.solver.internal.store.SampleStore;
import io.seminode.solver.internal.store.Storage;
import io.seminode.solver.internal.system.StepSettings;
import org.tensorflow.types.family.TFloating;

/** Backpropagation through the accepted steps. */
public final class Checkpointed implements AdjointMethod {
    @Override
    public String name() {
        return "checkpointed";
    }

    @Override
    public String description() {
        return "backpropagation through the accepted steps, from checkpoints";
    }

    @Override
    public Storage.Kind keeps() {
        return Storage.Kind.CHECKPOINTS;
    }

    @Override
    public boolean isStepping() {
        return false;
    }

    @Override
    public boolean knowsSamples() {
        return true;
    }

    @Override
    public <T extends TFloating> AdjointSolve<T> of(
            ForwardPass<T> forward, StepSettings backward, boolean timeGradient) {
        requireRepeatable(forward.settings());
        return forward.system().lanes().areJoint()
                ? new CheckpointedAdjoint<>(
                        forward.problem(),
                        forward.system(),
                        forward.settings(),
                        forward.kept(CheckpointStore.class),
                        forward.loop(),
                        timeGradient)
                : new SampleAdjoint<>(
                        forward.problem(),
                        forward.system(),
                        forward.settings(),
                        forward.kept(SampleStore.class),
                        forward.loop(),
                        timeGradient);
    }

    /** Each step is taken again from its start alone, and differentiated. */
    private static void requireRepeatable(StepSettings settings) {
        if (!settings.isRepeatable()) {
            throw new IllegalArgumentException(
                    "The checkpointed adjoint does not know implicit and multistep methods. Take the interpolating adjoint,"
                            + " or an explicit Runge-Kutta method.");
        }
    }
}
