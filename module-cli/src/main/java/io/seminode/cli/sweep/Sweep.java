package io.seminode.cli.sweep;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.grid.Grid;
import io.seminode.cli.grid.GridFolder;
import io.seminode.cli.grid.GridRun;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

/** A grid of trainings and the folder of their results. */
public final class Sweep {
    /** The copy of the grid's file in the folder, from which the sweep is continued. */
    public static final String GRID = "grid.yaml";

    /** What is looked at one by one, and printed, before the first one is begun. */
    private static final int MOST_RUNS = 100_000;

    private final List<GridRun> runs;
    private final GridFolder folder;

    /** By the name of a problem, the options that all its runs have with the same value. */
    private final Map<String, Map<String, String>> common = new HashMap<>();

    /**
     * Trainings; rejects what would be run twice.
     *
     * @param runs all of them, in order
     * @param folder a run folder for each lies in it
     */
    public Sweep(List<GridRun> runs, GridFolder folder) {
        this.runs = List.copyOf(runs);
        this.folder = folder;
        Set<String> folders = new HashSet<>();
        for (GridRun run : runs) {
            if (!folders.add(run.folder())) {
                throw CommandException.wrongUsage(
                        "Found the run \"" + run.describe() + "\" twice, expected each once.");
            }
            common.computeIfAbsent(run.problem(), problem -> new HashMap<>(run.options()))
                    .entrySet()
                    .retainAll(run.options().entrySet());
        }
    }

    /** What a file asks for. */
    public static Sweep of(Path grid, Path folder) {
        List<Grid> grids = GridFile.read(grid);
        long size = grids.stream().mapToLong(Grid::size).sum();
        if (size > MOST_RUNS) {
            throw CommandException.wrongUsage(String.format(
                    Locale.ROOT,
                    "Found %,d runs in %s, expected at most %,d; divide the grid into several sweeps.",
                    size,
                    grid,
                    MOST_RUNS));
        }
        try {
            return new Sweep(
                    grids.stream().map(Grid::runs).flatMap(List::stream).toList(), new GridFolder(folder));
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(grid + ": " + e.getMessage());
        }
    }

    /** All runs, in order. */
    public List<GridRun> runs() {
        return runs;
    }

    /** Where a run folder for each lies. */
    public GridFolder folder() {
        return folder;
    }

    /** One run for each problem, options and norm: the others differ in tolerance and seed alone. */
    public List<GridRun> kinds() {
        return distinct(GridRun::options);
    }

    /** One run for each problem, norm and options but for numbers: the others have the same operations, of other sizes. */
    public List<GridRun> structures() {
        return distinct(run -> {
            Map<String, String> words = new HashMap<>(run.options());
            words.replaceAll((option, value) -> value.matches("[-+.eE0-9]+") ? "number" : value);
            return words;
        });
    }

    private List<GridRun> distinct(Function<GridRun, Object> options) {
        Set<List<Object>> seen = new HashSet<>();
        return runs.stream()
                .filter(run -> seen.add(List.of(run.problem(), options.apply(run), run.norm())))
                .toList();
    }

    /** A run for people, with the options that tell it from others of its problem: no two runs have the same description. */
    public String describe(GridRun run) {
        return run.describe(optionsThatDiffer(run));
    }

    /** The options of a run that not all runs of its problem have, as text; empty if there are none. */
    String optionsThatDiffer(GridRun run) {
        SortedMap<String, String> told = run.keyedOptions();
        told.entrySet().removeAll(common.getOrDefault(run.problem(), Map.of()).entrySet());
        return GridRun.text(told);
    }

    /** The runs that are not done yet. */
    List<GridRun> left() {
        return runs.stream()
                .filter(run -> folder.state(run) != GridFolder.State.COMPLETE)
                .toList();
    }
}
