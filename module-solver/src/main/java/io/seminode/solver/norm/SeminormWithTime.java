package io.seminode.solver.norm;

import io.seminode.solver.state.Kind;
import io.seminode.solver.state.Part;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The norm that torchdiffeq 0.2.5 calls "seminorm": like {@link Seminorm}, but |a_t| counts too.
 */
public final class SeminormWithTime extends ReducingNorm {
    /** For the service loader, and for use without one. */
    public SeminormWithTime() {}

    @Override
    public String name() {
        return "seminorm-t";
    }

    @Override
    public String description() {
        return "like seminorm, and |a_t| counts too (torchdiffeq's seminorm)";
    }

    @Override
    public boolean measures(Part part) {
        return part.isCoupled() || part.kind() == Kind.ADJOINT_TIME;
    }

    @Override
    <T extends TFloating> Operand<T> reduce(Ops tf, List<MeasuredPart<T>> parts, Reductions over) {
        return Reductions.largest(tf, parts, x -> over.rms(tf, x));
    }
}
