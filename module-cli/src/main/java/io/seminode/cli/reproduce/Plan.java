package io.seminode.cli.reproduce;

import io.seminode.cli.grid.GridFolder;
import io.seminode.cli.grid.GridFolder.State;
import io.seminode.cli.grid.GridRun;
import io.seminode.cli.grid.Tolerance;
import io.seminode.cli.report.TextTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The trainings that tables and figures need, each once.
 *
 * @param entries in the order in which they are done
 */
public record Plan(List<Entry> entries) {

    /** Copies the list. */
    public Plan {
        entries = List.copyOf(entries);
    }

    /**
     * A training.
     *
     * @param run what is done
     * @param state how far it is
     * @param seconds it should take from its begin; empty if nothing like it was recorded
     */
    public record Entry(GridRun run, State state, OptionalDouble seconds) {}

    /** What is needed for the targets. */
    public static Plan of(Collection<Target> targets, Recipes recipes, GridFolder folder, Costs costs) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Target target : targets) {
            for (Recipe recipe : recipes.of(target)) {
                for (GridRun run : recipe.runs()) {
                    entries.putIfAbsent(
                            run.folder(),
                            new Entry(run, folder.state(run), costs.seconds(recipes.scale(), recipe, run)));
                }
            }
        }
        return new Plan(new ArrayList<>(entries.values()));
    }

    /** What is still to be done. */
    public List<Entry> open() {
        return entries.stream().filter(e -> e.state() != State.COMPLETE).toList();
    }

    /** For a terminal: a line for each training, and the sum. */
    public String toText() {
        TextTable table = TextTable.withHeader("Training", "Norm", "rtol", "Seed", "State", "Time");
        for (Entry entry : entries) {
            GridRun run = entry.run();
            table.row(
                    run.problem() + width(run),
                    run.norm(),
                    Tolerance.text(run.tolerance().rtol()),
                    Long.toString(run.seed()),
                    entry.state().name().toLowerCase(Locale.ROOT),
                    entry.state() == State.COMPLETE ? "-" : text(entry.seconds()));
        }
        List<Entry> open = open();
        long unknown = open.stream().filter(e -> e.seconds().isEmpty()).count();
        double sum = open.stream().mapToDouble(e -> e.seconds().orElse(0)).sum();
        return table.toText() + "\n" + open.size() + " of " + entries.size()
                + " trainings to do; they should take " + format(sum) + " on two cores"
                + (unknown == 0 ? "." : ", and what " + unknown + " take was never recorded.");
    }

    private static String width(GridRun run) {
        String width = run.options().get("width");
        return width == null ? "" : " --width " + width;
    }

    private static String text(OptionalDouble seconds) {
        return seconds.isEmpty() ? "?" : format(seconds.getAsDouble());
    }

    private static String format(double seconds) {
        Duration d = Duration.ofSeconds(Math.round(seconds));
        return d.toHours() > 0
                ? String.format(Locale.ROOT, "%d h %02d min", d.toHours(), d.toMinutesPart())
                : String.format(Locale.ROOT, "%d min %02d s", d.toMinutes(), d.toSecondsPart());
    }
}
