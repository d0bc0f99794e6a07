package io.seminode.models.flow;

import java.util.Locale;

/**
 * What may be added to the loss of a flow so that its ODE is easy to solve: integrals along the path of each example, and
 * so quadratures.
 *
 * <p>Source: Finlay, Jacobsen, Nurbekyan and Oberman, "How to train your neural ODE: the world of Jacobian and kinetic
 * regularization" (arXiv:2002.02798), equations (7) and (8).
 */
public enum Regulariser {
    /** The integral of |v|^2, summed over the dimensions. */
    KINETIC_ENERGY("kinetic"),
    /** The integral of |J e|^2, an estimate of the Jacobian's squared Frobenius norm; exact if the divergence is. */
    JACOBIAN_NORM("jacobian");

    private final String part;

    Regulariser(String part) {
        this.part = part;
    }

    /** The name of its part of the state. */
    public String part() {
        return part;
    }

    /** The name as used on the command line and in files: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
