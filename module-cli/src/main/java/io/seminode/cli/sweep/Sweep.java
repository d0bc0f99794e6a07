package io.seminode.cli.sweep;

import io.seminode.cli.CommandException;
import io.seminode.cli.grid.Grid;
import io.seminode.cli.grid.GridFolder;
import io.seminode.cli.grid.GridRun;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * A grid of trainings and the folder of their results.
 *
 * @param runs all of them, in order
 * @param folder a run folder for each lies in it
 */
public record Sweep(List<GridRun> runs, GridFolder folder) {
    /** The copy of the grid's file in the folder, from which the sweep is continued. */
    public static final String GRID = "grid.yaml";

    /** Copies the list; rejects what would be run twice. */
    public Sweep {
        runs = List.copyOf(runs);
        Set<String> folders = new HashSet<>();
        for (GridRun run : runs) {
            if (!folders.add(run.folder())) {
                throw CommandException.wrongUsage(
                        "Found the run \"" + run.describe() + "\" twice, expected each once.");
            }
        }
    }

    /** What a file asks for. */
    public static Sweep of(Path grid, Path folder) {
        return new Sweep(
                GridFile.read(grid).stream()
                        .map(Grid::runs)
                        .flatMap(List::stream)
                        .toList(),
                new GridFolder(folder));
    }

    /** A run for people, with the options that tell it from others of its problem: no two runs have the same description. */
    public String describe(GridRun run) {
        return run.describe(optionsThatDiffer(run));
    }

    /** The options of a run that not all runs of its problem have, as text; empty if there are none. */
    String optionsThatDiffer(GridRun run) {
        SortedMap<String, String> told = run.keyedOptions();
        told.entrySet()
                .removeIf(option -> runs.stream()
                        .filter(other -> other.problem().equals(run.problem()))
                        .allMatch(other ->
                                option.getValue().equals(other.options().get(option.getKey()))));
        return GridRun.text(told);
    }

    /** The runs that are not done yet. */
    List<GridRun> left() {
        return runs.stream()
                .filter(run -> folder.state(run) != GridFolder.State.COMPLETE)
                .toList();
    }
}
