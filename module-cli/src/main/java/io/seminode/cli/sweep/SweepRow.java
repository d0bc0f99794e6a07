package io.seminode.cli.sweep;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.seminode.cli.compare.RunResult;
import io.seminode.cli.grid.GridRun;
import io.seminode.cli.train.TrainResult;
import java.util.Map;

/**
 * One finished training of a sweep, as a line of {@code results.csv}. Counts are sums over all its batches.
 *
 * @param problem the experiment's name
 * @param options that not all runs of the problem have: {@code width 8}
 * @param norm of the backward solve
 * @param rtol relative tolerance
 * @param atol absolute tolerance
 * @param seed of data, weights and batches
 * @param epochs done
 * @param parameters how many numbers were learnt
 * @param testLoss of the trained model
 * @param forwardEvaluations of the field
 * @param backwardEvaluations of the adjoint system
 * @param backwardAccepted steps
 * @param backwardRejected steps
 * @param seconds of training
 * @param folder the run folder, below that of the sweep
 * @param measures what else the model measures on the test part, in columns of their own: "test accuracy"
 */
@JsonPropertyOrder({
    "problem",
    "options",
    "norm",
    "rtol",
    "atol",
    "seed",
    "epochs",
    "parameters",
    "test_loss",
    "forward_evaluations",
    "backward_evaluations",
    "backward_accepted",
    "backward_rejected",
    "seconds",
    "folder"
})
record SweepRow(
        String problem,
        String options,
        String norm,
        double rtol,
        double atol,
        long seed,
        int epochs,
        long parameters,
        double testLoss,
        long forwardEvaluations,
        long backwardEvaluations,
        long backwardAccepted,
        long backwardRejected,
        double seconds,
        String folder,
        @JsonIgnore Map<String, Double> measures) {

    static SweepRow of(GridRun run, String options, TrainResult result) {
        RunResult r = result.run();
        return new SweepRow(
                run.problem(),
                options,
                run.norm(),
                run.tolerance().rtol(),
                run.tolerance().atol(),
                run.seed(),
                result.epochs(),
                result.parameters(),
                r.testLoss(),
                r.forwardEvaluations(),
                r.backwardEvaluations(),
                r.backwardAccepted(),
                r.backwardRejected(),
                r.seconds(),
                run.folder(),
                r.testMeasures());
    }

    /** What is a repeat of the same, but for the seed. */
    String group() {
        return problem + " " + options + " " + norm + " " + rtol + " " + atol;
    }
}
