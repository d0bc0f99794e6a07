package io.seminode.cli.progress;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.report.RunFolder;
import io.seminode.models.train.BatchFailure;
import io.seminode.models.train.BatchMetrics;
import io.seminode.models.train.EpochMetrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes what {@link LineProgress} writes to the end of a file. A disk that fills up later does not end the training. */
public final class LogProgress implements Progress {
    private final PrintWriter file;
    private final LineProgress lines;

    /**
     * Opens the file in a folder, and makes it if it is not there.
     *
     * @param trainings how many there will be
     */
    public LogProgress(Path folder, int trainings) {
        Path path = folder.resolve(RunFolder.LOG);
        try {
            file = new PrintWriter(Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw CommandException.failed("Can't write " + path + " ("
                    + e.getClass().getSimpleName() + "); choose another folder with --out.");
        }
        lines = new LineProgress(file, trainings);
    }

    @Override
    public void phase(String what) {
        lines.phase(what);
    }

    @Override
    public void training(String norm, int repeat, int repeats, int epochs) {
        lines.training(norm, repeat, repeats, epochs);
    }

    @Override
    public void batch(BatchMetrics metrics) {
        lines.batch(metrics);
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        lines.epoch(metrics);
    }

    @Override
    public void failure(BatchFailure failure) {
        lines.failure(failure);
    }

    @Override
    public void close() {
        file.close();
    }
}
