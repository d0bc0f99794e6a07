package io.seminode.cli.compare;

import io.seminode.cli.experiment.Workload;
import io.seminode.cli.progress.Progress;
import io.seminode.cli.report.Checkpoints;
import io.seminode.models.file.Checkpoint;
import io.seminode.models.file.StoredFileException;
import io.seminode.models.train.BatchFailure;
import io.seminode.models.train.BatchMetrics;
import io.seminode.models.train.EpochMetrics;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model once per norm, tolerance and repeat. Within a repeat, all start from the same weights and see the same
 * batches.
 *
 * <p>It goes on where the checkpoint that it finds was saved, to bitwise the same result.
 */
public final class Comparison {
    private final ComparisonSettings settings;
    private final TrainingRunner runner;
    private final Progress progress;
    private final Runnable interruption;
    private final Consumer<List<HistoryRow>> historyKeeper;
    private final Checkpoints checkpoints;
    private final List<HistoryRow> history = new ArrayList<>();
    private final Map<String, Locations> locations = new LinkedHashMap<>();
    private final List<ComparisonState.Done> done = new ArrayList<>();
    private ComparisonState before = ComparisonState.BEGIN;

    /**
     * A comparison that has not begun.
     *
     * @param settings what to do
     * @param runner trains
     * @param progress is told how it goes
     * @param interruption is called after each batch, those of validation and test too; what it throws ends the comparison
     * @param historyKeeper gets the history so far after each epoch
     * @param checkpoints where it is saved, and found if an earlier process began it
     */
    public Comparison(
            ComparisonSettings settings,
            TrainingRunner runner,
            Progress progress,
            Runnable interruption,
            Consumer<List<HistoryRow>> historyKeeper,
            Checkpoints checkpoints) {
        this.settings = settings;
        this.runner = runner;
        this.progress = progress;
        this.interruption = interruption;
        this.historyKeeper = historyKeeper;
        this.checkpoints = checkpoints;
    }

    /**
     * Runs it, or the rest of it.
     *
     * @param workloads gives data and model for the seed of a repeat
     * @param execution engine and device of all trainings
     */
    public ComparisonResult run(LongFunction<Workload> workloads, ExecutionOptions execution) {
        try {
            return runFrom(checkpoints.last().orElse(null), workloads, execution);
        } catch (StoredFileException e) {
            throw checkpoints.named(e);
        }
    }

    private ComparisonResult runFrom(
            @Nullable Checkpoint from, LongFunction<Workload> workloads, ExecutionOptions execution) {
        if (from != null) {
            before = ComparisonState.of(from);
        }
        List<Variant> variants = settings.variants();
        for (int repeat = 0; repeat < settings.repeats(); repeat++) {
            // The last repeat's data are needed even if all is done: for the times of a solve.
            boolean isDone = before.done().size() >= (repeat + 1) * variants.size() && repeat + 1 < settings.repeats();
            @Nullable
            Workload workload = isDone ? null : workloads.apply(settings.run().seedOf(repeat));
            for (int i = 0; i < variants.size(); i++) {
                int number = repeat * variants.size() + i;
                Training training = new Training(variants.get(i), repeat, number, workload);
                progress.training(
                        training.variant.label(),
                        repeat,
                        settings.repeats(),
                        settings.run().training().epochs());
                if (number < before.done().size()) {
                    training.recall(before.done().get(number));
                } else if (workload != null) {
                    Checkpoint begun =
                            from != null && before.training() == number ? ComparisonState.training(from) : null;
                    training.run(workload, execution, begun);
                }
            }
        }
        historyKeeper.accept(List.copyOf(history));
        return finished().orElseThrow();
    }

    /** The trainings that are finished so far; empty if there are none. */
    public Optional<ComparisonResult> finished() {
        return done.isEmpty()
                ? Optional.empty()
                : Optional.of(ComparisonResult.of(
                        settings.run().problem(),
                        done.get(done.size() - 1).parameters(),
                        settings.variants(),
                        done.stream().map(ComparisonState.Done::result).toList()));
    }

    /** What was recorded, epoch by epoch. */
    public List<HistoryRow> history() {
        return List.copyOf(history);
    }

    /** Where evaluations and rejected steps fell, by label, over all repeats. */
    public Map<String, Locations> locations() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(locations));
    }

    private Locations located(Variant variant, Workload workload) {
        return locations.computeIfAbsent(variant.label(), label -> {
            Locations counted =
                    new Locations(workload.times(), settings.solver(variant).tableau());
            counted.restore(before.locations().getOrDefault(label, List.of()));
            return counted;
        });
    }

    private Checkpoint saved(int training, Checkpoint checkpoint) {
        Map<String, List<Locations.Count>> counts = new LinkedHashMap<>(before.locations());
        locations.forEach((label, counted) -> counts.put(label, counted.counts()));
        return new ComparisonState(training, done, counts).in(checkpoint);
    }

    /** One of the trainings: done now, or earlier. */
    private final class Training implements TrainingRunner.Watch {
        private final Variant variant;
        private final int repeat;
        private final int number;
        private final List<EpochMetrics> epochs = new ArrayList<>();
        private final @Nullable Locations counted;
        private Supplier<Checkpoint> state = () -> {
            throw new IllegalStateException("A training that has not begun can't be saved.");
        };

        Training(Variant variant, int repeat, int number, @Nullable Workload workload) {
            this.variant = variant;
            this.repeat = repeat;
            this.number = number;
            this.counted = workload == null ? null : located(variant, workload);
        }

        void recall(ComparisonState.Done earlier) {
            done.add(earlier);
            earlier.epochs().forEach(this::add);
        }

        void run(Workload workload, ExecutionOptions execution, @Nullable Checkpoint from) {
            runner.train(workload, settings.solver(variant), settings.run().training(repeat), execution, from, this);
        }

        private HistoryRow add(EpochMetrics metrics) {
            HistoryRow row = HistoryRow.of(variant, repeat, settings.run().seedOf(repeat), metrics);
            epochs.add(metrics);
            history.add(row);
            return row;
        }

        @Override
        public void onBegin(List<EpochMetrics> earlier, Supplier<Checkpoint> ofTraining) {
            state = () -> saved(number, ofTraining.get());
            earlier.forEach(this::add);
        }

        @Override
        public void onBatch(BatchMetrics metrics) {
            if (counted != null) {
                counted.add(metrics.backward().steps());
            }
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
            checkpoints.saveIfDue(state);
        }

        @Override
        public void onEvaluationBatch() {
            interruption.run();
        }

        @Override
        public void onEpoch(EpochMetrics metrics) {
            add(metrics);
            progress.epoch(metrics);
            historyKeeper.accept(List.copyOf(history));
            checkpoints.saveIfDue(state); // the validation may have taken long
        }

        @Override
        public void onStop(RuntimeException reason) {
            checkpoints.saveAfter(reason, state);
        }

        @Override
        public void onEnd(TrainingRunner.Outcome outcome) {
            List<HistoryRow> rows = history.stream()
                    .filter(r -> r.isOf(variant) && r.repeat() == repeat)
                    .toList();
            RunResult result = RunResult.of(variant, repeat, settings.run().seedOf(repeat), outcome.test(), rows);
            done.add(new ComparisonState.Done(result, epochs, outcome.parameters()));
            checkpoints.save(state);
        }
    }
}
