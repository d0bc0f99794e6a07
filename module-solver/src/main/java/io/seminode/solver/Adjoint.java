package io.seminode.solver;

import io.seminode.solver.internal.adjoint.AdjointMethod;
import io.seminode.solver.internal.adjoint.Backsolve;
import io.seminode.solver.internal.adjoint.Checkpointed;
import io.seminode.solver.internal.adjoint.Interpolating;
import io.seminode.solver.internal.store.Storage;

/**
 * How the gradient of a loss is taken back through a solve. All ways give gradients by state, parameters and output times.
 *
 * <table>
 *   <caption>What each costs</caption>
 *   <tr><th>adjoint</th><th>evaluations backward</th><th>memory beyond one step</th><th>gradient</th></tr>
 *   <tr><td>backsolve</td><td>adaptive, (z, a_z)</td><td>none</td><td>accurate to the tolerance, if z can be solved
 *       backward</td></tr>
 *   <tr><td>interpolating</td><td>adaptive, a_z alone</td><td>every step, five states</td><td>accurate to the
 *       tolerance</td></tr>
 *   <tr><td>checkpointed</td><td>those of the accepted steps, once or twice</td><td>checkpoints, within a budget</td>
 *       <td>exact for the numbers computed</td></tr>
 * </table>
 */
public enum Adjoint {
    /**
     * The paper's: z and a_z are solved backward in time. Source: Kidger, Chen and Lyons (arXiv:2009.09457), equations (2)
     * to (4).
     */
    BACKSOLVE(new Backsolve()),
    /** z is interpolated between the stored steps of the forward solve; a_z alone is under error control. */
    INTERPOLATING(new Interpolating()),
    /** Discretise, then optimise: backpropagation through the accepted steps, solved again from checkpoints. */
    CHECKPOINTED(new Checkpointed());

    @SuppressWarnings("ImmutableEnumChecker") // these objects hold nothing
    private final AdjointMethod method;

    Adjoint(AdjointMethod method) {
        this.method = method;
    }

    /** One sentence for lists. */
    public String description() {
        return method.description();
    }

    /** The name as used on the command line and in result files. */
    public String id() {
        return method.name();
    }

    /** Whether the forward solve has to keep steps for it, within the bounds on stored steps and memory. */
    public boolean isStoring() {
        return method.keeps() != Storage.Kind.NONE;
    }

    /**
     * Whether its solve takes steps of its own, whose errors the backward norm measures; else it goes back along the steps of
     * the forward solve.
     */
    public boolean isStepping() {
        return method.isStepping();
    }

    /** How it is done. */
    AdjointMethod method() {
        return method;
    }
}
