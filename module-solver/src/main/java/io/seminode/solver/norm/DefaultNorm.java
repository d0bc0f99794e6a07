package io.seminode.solver.norm;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The maximum over all parts of the root mean square: what adjoint equations are usually solved with, and what the paper
 * compares against. In torchdiffeq this is the default norm of {@code odeint_adjoint}.
 */
public final class DefaultNorm implements Norm {
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
    public <T extends TFloating> Operand<T> of(Ops tf, List<MeasuredPart<T>> parts) {
        return Reductions.largest(tf, parts, x -> Reductions.rms(tf, x));
    }
}
