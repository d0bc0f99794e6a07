package io.seminode.cli.reproduce;

import io.seminode.cli.grid.Grid;
import io.seminode.cli.grid.GridRun;
import java.util.List;

/**
 * Trainings that are compared with each other: the first norm of the grid is what the others are compared with.
 *
 * @param id for files and for the recorded costs: {@code mnist-cnf-32}
 * @param label for tables: {@code MNIST, 32 channels}
 * @param grid the trainings
 */
public record Recipe(String id, String label, Grid grid) {
    /** The trainings. */
    public List<GridRun> runs() {
        return grid.runs();
    }
}
