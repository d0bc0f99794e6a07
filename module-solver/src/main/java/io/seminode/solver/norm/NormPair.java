package io.seminode.solver.norm;

import io.seminode.solver.state.Kind;
import io.seminode.solver.state.Part;
import io.seminode.solver.state.Role;
import org.tensorflow.ndarray.Shape;

/**
 * The norms of a solver.
 *
 * @param forward measures the errors of the forward solve
 * @param adjoint measures the errors of the backward solve
 */
public record NormPair(Norm forward, Norm adjoint) {
    /**
     * Forward every part is measured, by the default norm: what comes out there was asked for. The backward solve is measured
     * by the paper's seminorm.
     */
    public static final NormPair DEFAULT = new NormPair(new DefaultNorm(), new Seminorm());

    /**
     * With another norm of the backward solve; of the forward solve too if it measures every part. A norm that leaves
     * integrals out is one for gradients, whose parts a_theta and a_t nothing reads: forward an integral is a result that
     * was asked for, such as a flow's log-density, and stays measured by the norm there was.
     */
    public NormPair with(Norm other) {
        // Whether it measures an integral in the state whatever its name.
        boolean every = other.measures(new Part("an integral", Shape.scalar(), Kind.STATE, Role.QUADRATURE));
        return new NormPair(every ? other : forward, other);
    }
}
