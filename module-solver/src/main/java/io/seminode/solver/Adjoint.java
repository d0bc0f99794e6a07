package io.seminode.solver;

import java.util.Locale;

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
 *   <tr><td>quadrature</td><td>adaptive, a_z alone; then the integral by Gauss-Kronrod</td><td>every step, forward and
 *       backward</td><td>accurate to the tolerance, parameters included</td></tr>
 * </table>
 */
public enum Adjoint {
    /**
     * The paper's: z and a_z are solved backward in time. Source: Kidger, Chen and Lyons (arXiv:2009.09457), equations (2)
     * to (4).
     */
    BACKSOLVE("z and a_z solved backward; stores nothing"),
    /** z is interpolated between the stored steps of the forward solve; a_z alone is under error control. */
    INTERPOLATING("a_z solved backward along the stored solution"),
    /** Discretise, then optimise: backpropagation through the accepted steps, solved again from checkpoints. */
    CHECKPOINTED("backpropagation through the accepted steps, from checkpoints"),
    /**
     * As interpolating, but a_z without the parameters; these are integrated afterwards along both stored solutions by
     * adaptive Gauss-Kronrod quadrature.
     */
    QUADRATURE("a_z solved backward along the stored solution, then the parameters by Gauss-Kronrod");

    private final String description;

    Adjoint(String description) {
        this.description = description;
    }

    /** One sentence for lists. */
    public String description() {
        return description;
    }

    /** The name as used on the command line and in result files: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
