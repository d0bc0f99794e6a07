package io.seminode.cli.sweep;

import io.seminode.cli.grid.DataPlace;
import io.seminode.cli.grid.GridRun;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.report.TextTable;
import io.seminode.cli.sweep.spi.SweepJob;
import io.seminode.cli.sweep.spi.SweepRunner;
import io.seminode.cli.sweep.spi.SweepTask;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** A sweep on its way: hands what is left to a runner, shows how it goes, and gathers what came of it. */
public final class SweepProcess implements SweepJob {
    /**
     * How tasks are run.
     *
     * @param command starts Seminode on this machine
     * @param commandElsewhere starts Seminode on other machines
     * @param processes at once on this machine; 0 for as many as it has cores and memory for
     * @param memoryMibPerTask that one is taken to need
     * @param plugins folders that every run is told of
     */
    public record Settings(
            List<String> command,
            List<String> commandElsewhere,
            int processes,
            int memoryMibPerTask,
            List<Path> plugins) {
        /** Copies the lists. */
        public Settings {
            command = List.copyOf(command);
            commandElsewhere = List.copyOf(commandElsewhere);
            plugins = List.copyOf(plugins);
        }
    }

    private final Sweep sweep;
    private final Settings settings;
    private final PrintWriter err;
    private final BooleanSupplier cancelled;
    private final List<SweepTask> tasks = new ArrayList<>();
    private final Map<String, String> errors = new LinkedHashMap<>();
    private final long begin = System.nanoTime();
    private int ended;

    /**
     * Nothing run yet.
     *
     * @param err for progress
     * @param cancelled whether the user wants to stop
     */
    public SweepProcess(Sweep sweep, Settings settings, PrintWriter err, BooleanSupplier cancelled) {
        this.sweep = sweep;
        this.settings = settings;
        this.err = err;
        this.cancelled = cancelled;
        sweep.left().forEach(run -> tasks.add(task(run)));
    }

    private SweepTask task(GridRun run) {
        boolean begun = RunFolder.holds(sweep.folder().of(run), "settings.json");
        if (begun) {
            DataPlace.heed(run, sweep.folder().of(run));
        }
        List<String> words = new ArrayList<>(begun ? List.of("train", run.problem()) : run.arguments());
        settings.plugins().forEach(p -> words.addAll(List.of("--plugins", p.toString())));
        words.add(begun ? "--resume" : "--out");
        return new SweepTask(run.folder(), sweep.describe(run), begun, words);
    }

    /**
     * Runs what is left and writes the results of all, also if the runner fails.
     *
     * @param master where, as the runner understands it
     * @return the table of the results
     */
    public TextTable run(SweepRunner runner, String master, RunFolder folder) {
        say(sweep.runs().size() + " runs, " + tasks.size() + " of them to do");
        if (!tasks.isEmpty()) {
            try {
                runner.run(master, this);
            } catch (RuntimeException e) {
                reportBeside(e, folder);
                throw e;
            }
        }
        return report(folder);
    }

    /** Writes what there is, though the runner failed, and lets nothing hide why it did. */
    private void reportBeside(RuntimeException failure, RunFolder folder) {
        try {
            report(folder);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private synchronized TextTable report(RunFolder folder) {
        return new SweepReport(sweep, folder).write(errors);
    }

    /** What the runs that failed said, by folder. */
    public synchronized Map<String, String> errors() {
        return Collections.unmodifiableMap(new TreeMap<>(errors));
    }

    @Override
    public List<SweepTask> tasks() {
        return List.copyOf(tasks);
    }

    @Override
    public Path folder() {
        return sweep.folder().path().toAbsolutePath();
    }

    @Override
    public List<String> command() {
        return settings.command();
    }

    @Override
    public List<String> commandElsewhere() {
        return settings.commandElsewhere();
    }

    @Override
    public int processes() {
        return settings.processes();
    }

    @Override
    public int memoryMibPerTask() {
        return settings.memoryMibPerTask();
    }

    @Override
    public void begins(SweepTask task) {
        say(task.title() + ": " + (task.begun() ? "continues" : "begins"));
    }

    @Override
    public synchronized void ends(SweepTask task, int exitCode, String lastLine) {
        ended++;
        if (exitCode == 0) {
            errors.remove(task.folder());
        } else if (!isCancelled()) {
            errors.put(task.folder(), lastLine + " (exit code " + exitCode + ")");
        }
        Duration each = Duration.ofNanos((System.nanoTime() - begin) / ended);
        Duration left = each.multipliedBy(tasks.size() - ended);
        say(String.format(
                Locale.ROOT,
                "[%d/%d] %s: %s%s",
                ended,
                tasks.size(),
                task.title(),
                exitCode == 0 ? "done" : "failed, " + lastLine,
                ended == tasks.size()
                        ? ""
                        : String.format(Locale.ROOT, ", %d:%02d left", left.toMinutes(), left.toSecondsPart())));
    }

    private void say(String line) {
        synchronized (err) {
            err.println(line);
            err.flush();
        }
    }

    @Override
    public boolean isCancelled() {
        return cancelled.getAsBoolean();
    }
}
