package io.seminode.cli;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.option.Quiet;
import io.seminode.cli.process.SeminodeProcess;
import io.seminode.cli.progress.Interruption;
import io.seminode.cli.report.FolderLock;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.sweep.Sweep;
import io.seminode.cli.sweep.SweepProcess;
import io.seminode.cli.sweep.SweepRunners;
import io.seminode.cli.sweep.spi.SweepRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Trains a grid of models, norms, tolerances and seeds. */
@Command(
        name = "sweep",
        description = {
            "Train every combination of models, norms, tolerances and seeds of a grid, each in a process of its own.",
            "The grid is a YAML file, see the guide. Each training has a run folder below --out; the results are gathered"
                    + " in results.csv, results.json and results.md. Runs that are done are not done again; one that"
                    + " fails does not stop the others."
        })
final class SweepCommand implements Callable<Integer> {
    private static final String LOCAL = "local";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Main main;

    @Parameters(arity = "0..1", paramLabel = "GRID.yaml", description = "What is to be trained.")
    private @Nullable Path grid;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder of the sweep, new or that of an earlier one of the same grid. Default:"
                    + " runs/sweep-DATE-TIME.")
    private @Nullable Path out;

    @Option(names = "--resume", paramLabel = "DIR", description = "Continue the sweep in this folder.")
    private @Nullable Path resume;

    @Option(
            names = "--master",
            paramLabel = "URL",
            defaultValue = LOCAL,
            description = "Where trainings run: local, or with the plugin seminode-spark a Spark master, as"
                    + " spark://HOST:7077. Default: ${DEFAULT-VALUE}.")
    private String master = LOCAL;

    @Option(
            names = "--processes",
            paramLabel = "N",
            defaultValue = "0",
            description = "Trainings at once on this machine; 0 for as many as it has cores and memory for. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int processes;

    @Option(
            names = "--memory-per-run",
            paramLabel = "MIB",
            defaultValue = "2048",
            description = "Memory that a training is taken to need. Default: ${DEFAULT-VALUE}.")
    private int memoryPerRun;

    @Option(
            names = "--seminode",
            paramLabel = "PATH",
            description = "Seminode's launcher on the machines of --master, if it does not lie where it lies here.")
    private @Nullable Path launcher;

    @Option(names = "--plan", description = "Only say what would be run.")
    private boolean plan;

    @Override
    public Integer call() {
        requireOneSource();
        Path place = place();
        Sweep sweep = Sweep.of(Objects.requireNonNullElseGet(grid, () -> place.resolve(Sweep.GRID)), place);
        GridTraining.requireUsable(sweep.kinds()); // what can't be done ends the command before anything is
        PrintWriter stdout = spec.commandLine().getOut();
        if (plan) {
            sweep.runs()
                    .forEach(run -> stdout.println(sweep.describe(run) + ": "
                            + sweep.folder().state(run).name().toLowerCase(java.util.Locale.ROOT)));
            return 0;
        }
        SweepRunner runner = SweepRunners.on(master);
        sweep.structures().forEach(GridTraining::requireTrainable);
        RunFolder folder = RunFolder.shared(place);
        Map<String, String> errors;
        try (FolderLock lock = folder.lock();
                Interruption interruption = Launch.interruption(
                        spec.commandLine().getErr(),
                        () -> folder.has(Sweep.GRID),
                        SaveOptions.resumption(spec, place))) {
            lock.requireHeld();
            keepGrid(folder);
            SweepProcess process = new SweepProcess(sweep, settings(), Quiet.progress(spec), interruption::isRequested);
            stdout.print(process.run(runner, master, folder).toText());
            interruption.endIfRequested();
            errors = process.errors();
        }
        stdout.println();
        stdout.println("Written to " + place);
        if (!errors.isEmpty()) {
            throw CommandException.failed(errors.size() + " of " + sweep.runs().size() + " runs failed, see "
                    + place.resolve("results.md") + "; what is said there and in " + place.resolve("logs")
                    + " tells why. Go on with: " + SaveOptions.resumption(spec, place));
        }
        return 0;
    }

    private void requireOneSource() {
        if ((grid == null) == (resume == null)) {
            throw CommandException.wrongUsage(
                    "Found " + (grid == null ? "neither" : "both") + " GRID.yaml and --resume, expected one of them.");
        }
        if (resume != null && !Files.isRegularFile(resume.resolve(Sweep.GRID))) {
            throw CommandException.wrongUsage(
                    "Found no sweep in " + resume + ", expected a folder with " + Sweep.GRID + ".");
        }
        if (processes < 0 || memoryPerRun < 1) {
            throw CommandException.wrongUsage("Found --processes " + processes + " and --memory-per-run " + memoryPerRun
                    + ", expected 0 or more, and 1 or more.");
        }
    }

    private Path place() {
        if (resume != null) {
            return resume;
        }
        return out == null ? Launch.freshFolder("sweep") : out;
    }

    private void keepGrid(RunFolder folder) {
        if (grid != null) {
            try {
                folder.writeText(Sweep.GRID, Files.readString(grid));
            } catch (IOException e) {
                throw CommandException.failed(
                        "Can't read " + grid + " (" + e.getClass().getSimpleName() + ").");
            }
        }
    }

    private SweepProcess.Settings settings() {
        List<String> here = SeminodeProcess.command();
        List<String> elsewhere = launcher == null ? SeminodeProcess.launcher() : List.of(launcher.toString());
        return new SweepProcess.Settings(here, elsewhere, processes, memoryPerRun, main.plugins());
    }
}
