package io.seminode.solver.norm;

import io.seminode.solver.state.Part;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The root mean square over all elements of the coupled parts: {@code adjoint_rms_seminorm} of diffrax.
 */
public final class PooledRmsSeminorm extends ReducingNorm {
    /** For the service loader, and for use without one. */
    public PooledRmsSeminorm() {}

    @Override
    public String name() {
        return "rms-seminorm";
    }

    @Override
    public String description() {
        return "root mean square over all elements of the coupled parts (diffrax's adjoint_rms_seminorm)";
    }

    @Override
    public boolean measures(Part part) {
        return part.isCoupled();
    }

    @Override
    <T extends TFloating> Operand<T> reduce(Ops tf, List<MeasuredPart<T>> parts, Reductions over) {
        return over.pooledRms(tf, parts);
    }
}
