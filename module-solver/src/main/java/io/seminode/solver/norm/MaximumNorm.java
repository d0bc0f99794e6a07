package io.seminode.solver.norm;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The largest absolute value over all elements of all parts.
 */
public final class MaximumNorm extends ReducingNorm {
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
    <T extends TFloating> Operand<T> reduce(Ops tf, List<MeasuredPart<T>> parts, Reductions over) {
        return Reductions.largest(tf, parts, x -> over.maxAbs(tf, x));
    }
}
