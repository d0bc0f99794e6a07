package io.seminode.solver.norm;

import io.seminode.solver.state.Part;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The seminorm of the paper: the maximum of the root mean squares of the coupled parts, in the adjoint system z and a_z.
 * The gradients by parameters and by time are integrals that nothing depends on, so their errors cost no step.
 *
 * <p>Source: Kidger, Chen and Lyons, "Hey, that's not an ODE: Faster ODE Adjoints via Seminorms", section 2.2
 * (arXiv:2009.09457).
 */
public final class Seminorm extends ReducingNorm {
    /** For the service loader, and for use without one. */
    public Seminorm() {}

    @Override
    public String name() {
        return "seminorm";
    }

    @Override
    public String description() {
        return "maximum over coupled parts, in the adjoint z and a_z, of the root mean square (the paper's)";
    }

    @Override
    public boolean measures(Part part) {
        return part.isCoupled();
    }

    @Override
    <T extends TFloating> Operand<T> reduce(Ops tf, List<MeasuredPart<T>> parts, Reductions over) {
        return Reductions.largest(tf, parts, x -> over.rms(tf, x));
    }
}
