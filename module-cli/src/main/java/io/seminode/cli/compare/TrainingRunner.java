package io.seminode.cli.compare;

import io.seminode.cli.experiment.Workload;
import io.seminode.models.train.Evaluation;
import io.seminode.models.train.TrainingListener;
import io.seminode.models.train.TrainingSession;
import io.seminode.models.train.TrainingSettings;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.ExecutionOptions;

/** Trains a model once and tests it. */
@FunctionalInterface
public interface TrainingRunner {
    /**
     * Trains.
     *
     * @param listener is told of every batch and epoch; what it throws ends the training
     */
    Outcome train(
            Workload workload,
            Solver solver,
            TrainingSettings settings,
            ExecutionOptions execution,
            TrainingListener listener);

    /**
     * What came out.
     *
     * @param parameters how many numbers were learnt
     * @param test the trained model on the test part
     */
    record Outcome(long parameters, Evaluation test) {}

    /** Trains with TensorFlow. */
    static TrainingRunner onTensorFlow() {
        return (workload, solver, settings, execution, listener) -> {
            try (TrainingSession session = TrainingSession.open(workload.model().get(), solver, settings, execution)) {
                session.fit(workload.train(), workload.validation(), listener);
                return new Outcome(session.parameterCount(), session.evaluate(workload.test()));
            }
        };
    }
}
