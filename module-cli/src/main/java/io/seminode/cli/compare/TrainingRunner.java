package io.seminode.cli.compare;

import io.seminode.cli.experiment.Workload;
import io.seminode.models.TrainableModel;
import io.seminode.models.file.Checkpoint;
import io.seminode.models.train.EpochMetrics;
import io.seminode.models.train.Evaluation;
import io.seminode.models.train.TrainingListener;
import io.seminode.models.train.TrainingSession;
import io.seminode.models.train.TrainingSettings;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Trains a model once and tests it. */
@FunctionalInterface
public interface TrainingRunner {
    /**
     * Trains.
     *
     * @param from where an earlier process left this training; null for a new one
     * @param watch is told of every batch and epoch; what it throws ends the training
     */
    void train(
            Workload workload,
            Solver solver,
            TrainingSettings settings,
            ExecutionOptions execution,
            @Nullable Checkpoint from,
            Watch watch);

    /** Is told how a training goes, and may save it. Is asked before each batch of the test too. */
    interface Watch extends TrainingListener {
        /**
         * Before the first batch.
         *
         * @param history the epochs that an earlier process did
         * @param state what the training can be continued from; as it is when asked, until the training is over
         */
        default void onBegin(List<EpochMetrics> history, Supplier<Checkpoint> state) {}

        /** When something ended the training, while it can still be saved. */
        default void onStop(RuntimeException reason) {}

        /** When all epochs are done and tested, while it can still be saved. */
        default void onEnd(Outcome outcome) {}
    }

    /**
     * What came out.
     *
     * @param parameters how many numbers were learnt
     * @param test the trained model on the test part
     */
    record Outcome(long parameters, Evaluation test) {}

    /** Trains with TensorFlow. */
    static TrainingRunner onTensorFlow() {
        return (workload, solver, settings, execution, from, watch) -> {
            TrainableModel model = workload.model().get();
            try (TrainingSession session = from == null
                    ? TrainingSession.open(model, solver, settings, execution)
                    : TrainingSession.resume(from, model, solver, settings, execution)) {
                watch.onBegin(session.history(), session::checkpoint);
                try {
                    session.fit(workload.train(), workload.validation(), watch);
                    watch.onEnd(new Outcome(
                            session.parameterCount(), session.evaluate(workload.test(), watch::onEvaluationBatch)));
                } catch (RuntimeException e) {
                    watch.onStop(e);
                    throw e;
                }
            }
        };
    }
}
