package io.seminode.solver.norm;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The largest absolute value over all elements of all parts.
 */
public final class MaximumNorm implements Norm {
    /** For the service loader, and for use without one. */
    public MaximumNorm() {}

    @Override
    public String name() {
        return "linf";
    }

    @Override
    public String description() {
        return "largest absolute value over all elements of all parts";
    }

    @Override
    public <T extends TFloating> Operand<T> of(Ops tf, List<MeasuredPart<T>> parts) {
        return Reductions.largest(tf, parts, x -> Reductions.maxAbs(tf, x));
    }
}
