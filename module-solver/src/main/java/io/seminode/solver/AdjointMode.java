package io.seminode.solver;

import java.util.Locale;

/** How quadratures and output times are handled by a solve and its adjoint. */
public enum AdjointMode {
    /**
     * As the paper's experiments and torchdiffeq do it: every part has stage values, the backward solve starts afresh at
     * every output time, steps overshoot and the solution is interpolated. The evaluation counts of the paper are those of
     * this mode. A method is what torchdiffeq has under its name.
     */
    FAITHFUL,
    /**
     * What the seminorm makes possible: a quadrature that the norm does not measure is evaluated only at stages that carry
     * weight and added only when a step is accepted; the last step ends at the output time; between output times of a
     * backward solve the step size is kept. With a norm that measures every part only the stepping differs.
     */
    LAZY;

    /** The name as used on the command line and in result files: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
