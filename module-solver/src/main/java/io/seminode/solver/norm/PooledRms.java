package io.seminode.solver.norm;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The root mean square over all elements of all parts: the default norm of diffrax.
 */
public final class PooledRms extends ReducingNorm {
    /** For the service loader, and for use without one. */
    public PooledRms() {}

    @Override
    public String name() {
        return "rms";
    }

    @Override
    public String description() {
        return "root mean square over all elements of all parts (diffrax's default)";
    }

    @Override
    <T extends TFloating> Operand<T> reduce(Ops tf, List<MeasuredPart<T>> parts, Reductions over) {
        return over.pooledRms(tf, parts);
    }
}
