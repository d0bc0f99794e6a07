package io.seminode.solver.norm;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The maximum over all parts of the root mean square: what adjoint equations are usually solved with, and what the paper
 * compares against. In torchdiffeq this is the default norm of {@code odeint_adjoint}.
 */
public final class DefaultNorm extends ReducingNorm {
    /** For the service loader, and for use without one. */
    public DefaultNorm() {}

    @Override
    public String name() {
        return "default";
    }

    @Override
    public String description() {
        return "maximum over all parts of the root mean square (torchdiffeq's default)";
    }

    @Override
    <T extends TFloating> Operand<T> reduce(Ops tf, List<MeasuredPart<T>> parts, Reductions over) {
        return Reductions.largest(tf, parts, x -> over.rms(tf, x));
    }
}
