package io.seminode.cli.train;

import io.seminode.cli.compare.HistoryRow;
import io.seminode.cli.compare.Locations;
import io.seminode.cli.compare.RunResult;
import io.seminode.cli.error.CommandException;
import io.seminode.cli.experiment.Workload;
import io.seminode.cli.progress.Progress;
import io.seminode.cli.report.Checkpoints;
import io.seminode.cli.report.Plots;
import io.seminode.cli.report.Plots.Line;
import io.seminode.cli.report.RunFolder;
import io.seminode.models.TrainableModel;
import io.seminode.models.file.Checkpoint;
import io.seminode.models.file.ModelFile;
import io.seminode.models.file.StoredFileException;
import io.seminode.models.train.BatchFailure;
import io.seminode.models.train.BatchMetrics;
import io.seminode.models.train.EpochMetrics;
import io.seminode.models.train.Evaluation;
import io.seminode.models.train.TrainingListener;
import io.seminode.models.train.TrainingSession;
import io.seminode.models.train.TrainingSettings;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.ExecutionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Trains a model into a run folder, where it leaves checkpoints and finds them again. */
public final class TrainRun {
    /** The file of the trained model. */
    public static final String MODEL = "model.safetensors";

    /** What the pass over the test part cost. */
    public static final String TEST_PASS = "test-pass.json";

    /** Where its backward evaluations and rejected steps fell. */
    public static final String TEST_LOCATIONS = "test-locations.csv";

    /** Where its steps were rejected as the paper's code counts them. */
    public static final String PUBLISHED_LOCATIONS = "test-locations-published.csv";

    private final TrainSettings settings;
    private final RunFolder folder;
    private final Progress progress;
    private final Runnable interruption;
    private final Checkpoints checkpoints;
    private final String lossName;
    private final int testBatches;

    /**
     * A training that has not begun.
     *
     * @param settings what to do
     * @param folder for everything that comes of it
     * @param progress is told how it goes
     * @param interruption is called after each batch, those of validation and test too; what it throws ends the training
     * @param every how often it is saved
     * @param lossName for the plot
     * @param testBatches the most batches of the pass over the test part that counts steps; 0 for no such pass
     */
    public TrainRun(
            TrainSettings settings,
            RunFolder folder,
            Progress progress,
            Runnable interruption,
            Duration every,
            String lossName,
            int testBatches) {
        this.settings = settings;
        this.folder = folder;
        this.progress = progress;
        this.interruption = interruption;
        this.checkpoints = Checkpoints.in(folder, every);
        this.lossName = lossName;
        this.testBatches = testBatches;
    }

    /**
     * Trains, from the folder's checkpoint on if there is one; writes model, history and, last of all, the results: who finds
     * them takes the run for complete.
     *
     * @param further writes what else comes of the model, when that is written
     */
    public TrainResult run(Workload workload, ExecutionOptions execution, Runnable further) {
        TrainableModel model = workload.model().get();
        Solver solver = settings.solver();
        progress.training(settings.norm(), 0, 1, settings.run().training().epochs());
        try (TrainingSession session = session(model, solver, execution)) {
            history(session.history());
            try {
                session.fit(workload.train(), workload.validation(), new Listener(session));
            } catch (RuntimeException e) {
                checkpoints.saveAfter(e, session::checkpoint);
                throw e;
            }
            checkpoints.save(session::checkpoint);
            Evaluation test = session.evaluate(workload.test(), interruption);
            List<HistoryRow> rows = history(session.history());
            TrainResult result = new TrainResult(
                    settings.run().problem(),
                    session.parameterCount(),
                    session.history().size(),
                    RunResult.of(
                            settings.variant(), 0, settings.run().training().seed(), test, rows));
            folder.writeWith(
                    MODEL,
                    file -> new ModelFile(model, settings.solver(), workload.data(), session.weights()).write(file));
            if (testBatches > 0) {
                testPass(workload, model, session.checkpoint(), execution);
            }
            plot(session.history());
            further.run();
            folder.writeJson("results.json", result);
            return result;
        }
    }

    /** Counts steps, and where they fall, over one pass of the test part with the trained weights. */
    private void testPass(Workload workload, TrainableModel model, Checkpoint trained, ExecutionOptions execution) {
        progress.phase("Counting steps over the test part");
        Solver recording = settings.solver().withOutput(o -> o.withRecordedSteps(Locations.RECORDED_STEPS));
        TrainingSettings training = settings.run().training(0);
        int most = (int) Math.min(
                (long) testBatches * training.batches().size(), workload.test().size());
        try (TrainingSession session = TrainingSession.resume(trained, model, recording, training, execution)) {
            TrainingSession.StepMetrics pass = session.pass(workload.test(), most, interruption);
            int batches =
                    (most + training.batches().size() - 1) / training.batches().size();
            PublishedCount published = PublishedCount.of(pass.backward(), workload, recording);
            folder.writeJson(TEST_PASS, TestPass.of(most, batches, pass.forward(), pass.backward(), published));
            Locations locations = new Locations(workload.times(), recording.tableau());
            locations.add(pass.backward().steps());
            folder.writeCsv(TEST_LOCATIONS, LocationRow.class, LocationRow.of(locations));
            if (published != null) {
                Locations read = new Locations(workload.times(), recording.tableau());
                read.addRejected(published.rejected());
                folder.writeCsv(PUBLISHED_LOCATIONS, LocationRow.class, LocationRow.of(read));
            }
        }
    }

    private TrainingSession session(TrainableModel model, Solver solver, ExecutionOptions execution) {
        TrainingSettings training = settings.run().training(0);
        Optional<Checkpoint> last = checkpoints.last();
        if (last.isEmpty()) {
            return TrainingSession.open(model, solver, training, execution);
        }
        try {
            return TrainingSession.resume(last.get(), model, solver, training, execution);
        } catch (StoredFileException e) {
            throw checkpoints.named(e);
        }
    }

    private List<HistoryRow> history(List<EpochMetrics> epochs) {
        List<HistoryRow> rows = epochs.stream()
                .map(e -> HistoryRow.of(
                        settings.variant(), 0, settings.run().training().seed(), e))
                .toList();
        folder.writeCsv("history.csv", HistoryRow.class, rows, HistoryRow::measures);
        return rows;
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
            String title = settings.run().problem() + ": loss";
            folder.writePlot("loss", Plots.lines(title, lossName + " (dashed: validation)", true, lines));
        } catch (CommandException e) { // no room for it: there is some when the run is continued
            throw e;
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
            checkpoints.saveIfDue(session::checkpoint);
        }

        @Override
        public void onEvaluationBatch() {
            interruption.run();
        }

        @Override
        public void onEpoch(EpochMetrics metrics) {
            progress.epoch(metrics);
            history(session.history());
            checkpoints.saveIfDue(session::checkpoint); // the validation may have taken long
        }
    }
}
