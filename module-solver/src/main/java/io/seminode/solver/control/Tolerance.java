package io.seminode.solver.control;

/**
 * How large an error may be: atol + rtol |y|.
 *
 * @param rtol relative tolerance
 * @param atol absolute tolerance
 */
public record Tolerance(double rtol, double atol) {

    /** Rejects what cannot be. */
    public Tolerance {
        if (!(rtol >= 0) || !(atol >= 0) || !(rtol + atol > 0) || Double.isInfinite(rtol + atol)) {
            throw new IllegalArgumentException("Tolerances rtol = " + rtol + " and atol = " + atol
                    + " found, expected finite numbers of at least 0, not both 0.");
        }
    }
}
