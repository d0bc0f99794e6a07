package io.seminode.models.flow;

import java.util.Locale;

/** How the divergence of a velocity, the trace of its Jacobian, is found. */
public enum Divergence {
    /** Row by row: one derivative for each dimension of an example, for few dimensions. */
    EXACT,
    /**
     * Hutchinson's estimator e^T J e with standard normal noise e that stays the same during a solve and its adjoint.
     *
     * <p>Source: Grathwohl et al., "FFJORD" (arXiv:1810.01367), section 3.1.
     */
    GAUSSIAN,
    /** The same with noise of -1 and 1, whose variance is smaller. */
    RADEMACHER;

    /** Whether it needs noise. */
    public boolean isEstimate() {
        return this != EXACT;
    }

    /** The name as used on the command line and in files: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
