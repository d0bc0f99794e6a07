package io.seminode.cli.experiment;

import io.seminode.models.train.TrainingSettings;
import io.seminode.solver.Solver;

/**
 * A schedule with everything else that training needs.
 *
 * @param name as on the command line
 * @param description for help
 * @param training the schedule
 * @param solver with the tolerances and the method to train with
 */
public record Preset(String name, String description, TrainingSettings training, Solver solver) {
    /** With that relative and absolute tolerance, and otherwise the usual solver. */
    Preset(String name, String description, TrainingSettings training, double rtol, double atol) {
        this(name, description, training, Solver.create().withTolerances(rtol, atol));
    }
}
