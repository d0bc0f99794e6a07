package io.seminode.cli.grid;

import java.nio.file.Path;

/** Does one run of a grid. */
@FunctionalInterface
public interface GridTrainer {
    /**
     * Trains, or continues a training that was begun, until it is done.
     *
     * @param run what to do
     * @param folder its run folder; made if it is not there
     * @throws FailedTrainingException if it fails; what was done is kept, and the next run can be done
     * @throws io.seminode.cli.error.CommandException if the user interrupts it; what was done is kept
     */
    void train(GridRun run, Path folder);
}
