package io.seminode.cli.train;

import io.seminode.cli.CommandException;
import io.seminode.cli.compare.HistoryRow;
import io.seminode.cli.compare.RunResult;
import io.seminode.cli.experiment.Workload;
import io.seminode.cli.progress.Progress;
import io.seminode.cli.report.Plots;
import io.seminode.cli.report.Plots.Line;
import io.seminode.cli.report.RunFolder;
import io.seminode.models.TrainableModel;
import io.seminode.models.file.Checkpoint;
import io.seminode.models.file.ModelFile;
import io.seminode.models.train.BatchFailure;
import io.seminode.models.train.BatchMetrics;
import io.seminode.models.train.EpochMetrics;
import io.seminode.models.train.Evaluation;
import io.seminode.models.train.TrainingListener;
import io.seminode.models.train.TrainingSession;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.ExecutionOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Trains a model into a run folder, where it leaves checkpoints and finds them again. */
public final class TrainRun {
    /** The file of the trained model. */
    public static final String MODEL = "model.safetensors";

    /** The file that a run is continued from. */
    public static final String CHECKPOINT = "checkpoint.safetensors";

    private final TrainSettings settings;
    private final RunFolder folder;
    private final Progress progress;
    private final Runnable interruption;
    private final Duration every;
    private final String lossName;
    private long saved = System.nanoTime();

    /**
     * A training that has not begun.
     *
     * @param settings what to do
     * @param folder for everything that comes of it
     * @param progress is told how it goes
     * @param interruption is called after each batch; what it throws ends the training
     * @param every how often it is saved
     * @param lossName for the plot
     */
    public TrainRun(
            TrainSettings settings,
            RunFolder folder,
            Progress progress,
            Runnable interruption,
            Duration every,
            String lossName) {
        this.settings = settings;
        this.folder = folder;
        this.progress = progress;
        this.interruption = interruption;
        this.every = every;
        this.lossName = lossName;
    }

    /** Trains, from the folder's checkpoint on if there is one; writes model, history and results. */
    public TrainResult run(Workload workload, ExecutionOptions execution) {
        TrainableModel model = workload.model().get();
        Solver solver = settings.solver().solver();
        progress.training(settings.norm(), 0, 1);
        try (TrainingSession session = session(model, solver, execution)) {
            history(session.history());
            try {
                session.fit(workload.train(), workload.validation(), new Listener(session));
            } catch (RuntimeException e) {
                save(session); // the last good state, whatever went wrong after it
                throw e;
            }
            save(session);
            Evaluation test = session.evaluate(workload.test());
            List<HistoryRow> rows = history(session.history());
            TrainResult result = new TrainResult(
                    settings.run().problem(),
                    session.parameterCount(),
                    session.history().size(),
                    RunResult.of(settings.variant(), 0, settings.run().seed(), test, rows));
            write(
                    MODEL,
                    file -> new ModelFile(model, settings.solver(), workload.data(), session.weights()).write(file));
            folder.writeJson("results.json", result);
            plot(session.history());
            return result;
        }
    }

    private TrainingSession session(TrainableModel model, Solver solver, ExecutionOptions execution) {
        if (!folder.has(CHECKPOINT)) {
            return TrainingSession.open(model, solver, settings.run().training(0), execution);
        }
        Checkpoint checkpoint = Checkpoint.read(folder.path().resolve(CHECKPOINT));
        return TrainingSession.resume(checkpoint, model, solver, settings.run().training(0), execution);
    }

    private List<HistoryRow> history(List<EpochMetrics> epochs) {
        List<HistoryRow> rows = epochs.stream()
                .map(e -> HistoryRow.of(settings.variant(), 0, settings.run().seed(), e))
                .toList();
        folder.writeCsv("history.csv", HistoryRow.class, rows, HistoryRow::measures);
        return rows;
    }

    private void save(TrainingSession session) {
        write(CHECKPOINT, file -> session.checkpoint().write(file));
        saved = System.nanoTime();
    }

    /** Writes a file of its own kind. */
    @FunctionalInterface
    private interface Writing {
        void to(Path file) throws IOException;
    }

    private void write(String name, Writing writing) {
        Path file = folder.path().resolve(name);
        try {
            writing.to(file);
        } catch (IOException e) {
            throw CommandException.failed(
                    "Can't write " + file + " (" + e.getClass().getSimpleName() + ": "
                            + e.getMessage() + "). What was saved before is whole: make room and use --resume "
                            + folder.path() + ".");
        }
    }

    private void plot(List<EpochMetrics> epochs) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(
                "training",
                0,
                false,
                epochs.stream().map(EpochMetrics::trainLoss).toList()));
        lines.add(new Line(
                "validation",
                0,
                true,
                epochs.stream().map(EpochMetrics::validationLoss).toList()));
        try {
            folder.writePlot("loss", Plots.lines(settings.run().problem() + ": loss", lossName, true, lines));
        } catch (RuntimeException | LinkageError | InternalError e) {
            LoggerFactory.getLogger(TrainRun.class)
                    .warn("The plot could not be drawn: {}. The numbers are in history.csv.", e, e);
        }
    }

    private final class Listener implements TrainingListener {
        private final TrainingSession session;

        Listener(TrainingSession session) {
            this.session = session;
        }

        @Override
        public void onBatch(BatchMetrics metrics) {
            progress.batch(metrics);
            afterBatch();
        }

        @Override
        public void onFailure(BatchFailure failure) {
            progress.failure(failure);
            afterBatch();
        }

        private void afterBatch() {
            interruption.run();
            if (System.nanoTime() - saved >= every.toNanos()) {
                save(session);
            }
        }

        @Override
        public void onEpoch(EpochMetrics metrics) {
            progress.epoch(metrics);
            history(session.history());
        }
    }
}
