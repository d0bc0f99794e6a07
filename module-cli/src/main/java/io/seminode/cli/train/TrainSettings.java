package io.seminode.cli.train;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.seminode.cli.compare.Variant;
import io.seminode.cli.experiment.RunSettings;
import io.seminode.solver.Solver;

/**
 * Everything that a training's numbers depend on, besides the machine.
 *
 * @param run as for comparisons
 * @param norm name of the norm of the backward solve
 * @param rtol relative tolerance
 * @param atol absolute tolerance
 */
public record TrainSettings(@JsonUnwrapped RunSettings run, String norm, double rtol, double atol) {
    /** The solver. */
    public Solver solver() {
        return run.solver(norm, rtol, atol);
    }

    Variant variant() {
        return new Variant(norm, norm, rtol, atol);
    }
}
