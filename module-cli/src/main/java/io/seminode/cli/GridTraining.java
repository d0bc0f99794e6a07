package io.seminode.cli;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.grid.DataPlace;
import io.seminode.cli.grid.FailedTrainingException;
import io.seminode.cli.grid.GridRun;
import io.seminode.cli.grid.GridTrainer;
import io.seminode.cli.progress.Interruption;
import io.seminode.cli.report.Checkpoints;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.train.TrainSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs of a grid in this process, by the code of {@code seminode train}. Watches for Ctrl-C until it is closed. */
final class GridTraining implements GridTrainer, AutoCloseable {
    private final PrintWriter progress;
    private final Interruption interruption;

    /**
     * A trainer.
     *
     * @param err is told of an interruption
     * @param progress is told how it goes
     * @param resumption what the user is told to go on with after an interruption
     */
    GridTraining(PrintWriter err, PrintWriter progress, String resumption) {
        this.progress = progress;
        this.interruption = Launch.interruption(err, () -> true, resumption);
    }

    @Override
    public void train(GridRun run, Path folder) {
        interruption.endIfRequested();
        try {
            beginOrGoOn(run, folder);
        } catch (RuntimeException e) {
            interruption.endIfRequested();
            if (Errors.isInterruption(e)) {
                throw e;
            }
            throw new FailedTrainingException(Errors.oneLine(e), e);
        }
    }

    private void beginOrGoOn(GridRun run, Path folder) {
        TrainCommand command = command(Main.commandLine(), run);
        if (RunFolder.holds(folder, Checkpoints.FILE)) {
            DataPlace.heed(run, folder);
            command.goOn(RunFolder.open(folder), progress, interruption);
            return;
        }
        List<String> arguments = new ArrayList<>(run.arguments());
        arguments.addAll(List.of("--out", folder.toString()));
        command.begin(RunFolder.createAnew(folder), arguments, progress, interruption);
    }

    @Override
    public void close() {
        interruption.close();
    }

    /**
     * What a run would be trained with.
     *
     * @throws CommandException if the run has an option or a value that there is not; the message names the run
     */
    static TrainSettings settings(GridRun run) {
        return command(Main.commandLine(), run).settings();
    }

    /**
     * Ends the command if an option of a run can't be heeded; nothing is built for it.
     *
     * @throws CommandException that names the run and says what was found
     */
    static void requireUsable(List<GridRun> runs) {
        CommandLine seminode = Main.commandLine(); // making it takes longer than all the rest
        runs.forEach(run -> require(run, () -> command(seminode, run).requireUsable()));
    }

    /**
     * Ends the command if a run can't be trained, whatever the data: it builds a training step.
     *
     * @throws CommandException that names the run and says what was found
     */
    static void requireTrainable(GridRun run) {
        require(run, () -> command(Main.commandLine(), run).requireTrainable());
    }

    private static void require(GridRun run, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException | CommandException e) {
            throw CommandException.wrongUsage("The run \"" + run.describe() + "\" cannot be done: " + e.getMessage());
        }
    }

    /**
     * Ends the command if the files that a run needs are not there.
     *
     * @throws io.seminode.data.DataException if a file is missing or damaged
     */
    static void requireData(GridRun run) {
        command(Main.commandLine(), run).requireData();
    }

    private static TrainCommand command(CommandLine seminode, GridRun run) {
        try {
            TrainCommand command = TrainCommand.parsed(seminode, run.arguments());
            if (command != null) {
                return command;
            }
        } catch (CommandLine.ParameterException e) {
            throw CommandException.wrongUsage("The run \"" + run.describe() + "\" cannot be done: " + e.getMessage());
        }
        throw CommandException.wrongUsage("The run \"" + run.describe() + "\" is none of seminode train.");
    }
}
