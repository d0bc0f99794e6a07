package io.seminode.cli.compare;

import io.seminode.cli.experiment.Workload;
import io.seminode.cli.progress.Progress;
import io.seminode.models.train.BatchFailure;
import io.seminode.models.train.BatchMetrics;
import io.seminode.models.train.EpochMetrics;
import io.seminode.models.train.TrainingListener;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Trains a model once per norm, tolerance and repeat. Within a repeat, all start from the same weights and see the same
 * batches.
 */
public final class Comparison {
    private final ComparisonSettings settings;
    private final TrainingRunner runner;
    private final Progress progress;
    private final Runnable checkpoint;
    private final Consumer<List<HistoryRow>> historyKeeper;
    private final List<HistoryRow> history = new ArrayList<>();
    private final Map<String, Locations> locations = new LinkedHashMap<>();

    /**
     * A comparison that has not begun.
     *
     * @param settings what to do
     * @param runner trains
     * @param progress is told how it goes
     * @param checkpoint is called after each batch; what it throws ends the comparison
     * @param historyKeeper gets the history so far after each epoch
     */
    public Comparison(
            ComparisonSettings settings,
            TrainingRunner runner,
            Progress progress,
            Runnable checkpoint,
            Consumer<List<HistoryRow>> historyKeeper) {
        this.settings = settings;
        this.runner = runner;
        this.progress = progress;
        this.checkpoint = checkpoint;
        this.historyKeeper = historyKeeper;
    }

    /**
     * Runs it.
     *
     * @param workloads gives data and model for the seed of a repeat
     * @param execution engine and device of all trainings
     */
    public ComparisonResult run(LongFunction<Workload> workloads, ExecutionOptions execution) {
        List<RunResult> runs = new ArrayList<>();
        long parameters = 0;
        for (int repeat = 0; repeat < settings.repeats(); repeat++) {
            Workload workload = workloads.apply(settings.run().seedOf(repeat));
            for (Variant variant : settings.variants()) {
                Solver solver = settings.solver(variant);
                Locations counted = locations.computeIfAbsent(
                        variant.label(), n -> new Locations(workload.times(), solver.tableau()));
                Listener listener = new Listener(variant, repeat, counted);
                progress.training(variant.label(), repeat, settings.repeats());
                TrainingRunner.Outcome outcome =
                        runner.train(workload, solver, settings.run().training(repeat), execution, listener);
                parameters = outcome.parameters();
                runs.add(RunResult.of(variant, repeat, settings.run().seedOf(repeat), outcome.test(), listener.epochs));
            }
        }
        return ComparisonResult.of(settings.run().problem(), parameters, settings.variants(), runs);
    }

    /** What was recorded, epoch by epoch. */
    public List<HistoryRow> history() {
        return List.copyOf(history);
    }

    /** Where evaluations and rejected steps fell, by label, over all repeats. */
    public Map<String, Locations> locations() {
        return Map.copyOf(locations);
    }

    private final class Listener implements TrainingListener {
        private final Variant variant;
        private final int repeat;
        private final Locations counted;
        private final List<HistoryRow> epochs = new ArrayList<>();

        Listener(Variant variant, int repeat, Locations counted) {
            this.variant = variant;
            this.repeat = repeat;
            this.counted = counted;
        }

        @Override
        public void onBatch(BatchMetrics metrics) {
            progress.batch(metrics);
            checkpoint.run();
        }

        @Override
        public void onFailure(BatchFailure failure) {
            progress.failure(failure);
            checkpoint.run();
        }

        @Override
        public void onEpoch(EpochMetrics metrics) {
            HistoryRow row = HistoryRow.of(variant, repeat, settings.run().seedOf(repeat), metrics);
            epochs.add(row);
            history.add(row);
            counted.add(metrics.backward().steps());
            progress.epoch(metrics);
            historyKeeper.accept(List.copyOf(history));
        }
    }
}
