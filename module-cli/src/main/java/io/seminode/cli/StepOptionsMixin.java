package io.seminode.cli;

import io.seminode.solver.Solver;
import io.seminode.solver.control.StepControllers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands whose solver a user may steer: controller, and bounds of step sizes. */
final class StepOptionsMixin {
    @Option(
            names = "--controller",
            paramLabel = "NAME",
            description = "Step-size controller, as pid:filter=h321; see: seminode list controllers.")
    private @Nullable String controller;

    @Option(
            names = "--first-step",
            paramLabel = "X",
            description = "Size of the first step; of every step with --controller constant and methods such as rk4.")
    private @Nullable Double first;

    @Option(
            names = "--min-step",
            paramLabel = "X",
            description = "Smallest step; one as small is accepted whatever its error.")
    private @Nullable Double smallest;

    @Option(names = "--max-step", paramLabel = "X", description = "Largest step.")
    private @Nullable Double largest;

    /** The solver with what was given. */
    Solver with(Solver solver) {
        Solver changed = solver;
        if (controller != null) {
            changed = changed.withController(StepControllers.load().get(controller));
        }
        if (first != null) {
            changed = changed.withFirstStep(first);
        }
        if (smallest != null) {
            changed = changed.withMinStep(smallest);
        }
        return largest == null ? changed : changed.withMaxStep(largest);
    }
}
