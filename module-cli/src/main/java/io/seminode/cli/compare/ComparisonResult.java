package io.seminode.cli.compare;

import io.seminode.cli.report.Estimate;
import io.seminode.cli.report.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The trainings of a comparison, and their summary by norm.
 *
 * @param problem the experiment's name
 * @param parameters how many numbers the model learns
 * @param norms one entry per norm, in the order asked for
 */
public record ComparisonResult(String problem, long parameters, List<NormResult> norms) {

    /** Copies the list. */
    public ComparisonResult {
        norms = List.copyOf(norms);
    }

    /**
     * What one norm gave: estimates over the repeats.
     *
     * @param norm its name
     * @param testLoss of the trained model
     * @param forwardEvaluations in a whole training
     * @param backwardEvaluations in a whole training
     * @param backwardAccepted steps
     * @param backwardRejected steps
     * @param seconds of training
     * @param backwardEvaluationsSavedPercent against the first norm, repeat by repeat; null for the first norm itself
     * @param runs the trainings, one per repeat
     */
    public record NormResult(
            String norm,
            Estimate testLoss,
            Estimate forwardEvaluations,
            Estimate backwardEvaluations,
            Estimate backwardAccepted,
            Estimate backwardRejected,
            Estimate seconds,
            @Nullable Estimate backwardEvaluationsSavedPercent,
            List<RunResult> runs) {

        /** Copies the list. */
        public NormResult {
            runs = List.copyOf(runs);
        }
    }

    /** Summarises finished trainings. */
    static ComparisonResult of(String problem, long parameters, List<String> norms, List<RunResult> runs) {
        List<NormResult> results = new ArrayList<>();
        List<RunResult> first = ofNorm(runs, norms.get(0));
        for (String norm : norms) {
            results.add(summary(norm, ofNorm(runs, norm), first));
        }
        return new ComparisonResult(problem, parameters, results);
    }

    private static List<RunResult> ofNorm(List<RunResult> runs, String norm) {
        return runs.stream().filter(r -> r.norm().equals(norm)).toList();
    }

    private static NormResult summary(String norm, List<RunResult> runs, List<RunResult> first) {
        double[] saved = new double[runs.size()];
        for (int i = 0; i < saved.length; i++) {
            double compared = first.get(i).backwardEvaluations();
            saved[i] = 100 * (1 - runs.get(i).backwardEvaluations() / compared);
        }
        return new NormResult(
                norm,
                estimate(runs, RunResult::testLoss),
                estimate(runs, RunResult::forwardEvaluations),
                estimate(runs, RunResult::backwardEvaluations),
                estimate(runs, RunResult::backwardAccepted),
                estimate(runs, RunResult::backwardRejected),
                estimate(runs, RunResult::seconds),
                runs.equals(first) ? null : Estimate.of(saved),
                runs);
    }

    private static Estimate estimate(List<RunResult> runs, ToDoubleFunction<RunResult> number) {
        return Estimate.of(runs.stream().mapToDouble(number).toArray());
    }

    /** Side by side. */
    public TextTable table() {
        TextTable table = TextTable.withHeader(
                "Norm",
                "Test loss",
                "Forward eval.",
                "Backward eval.",
                "Bwd accepted",
                "Bwd rejected",
                "Seconds",
                "Bwd eval. saved");
        for (NormResult norm : norms) {
            Estimate saved = norm.backwardEvaluationsSavedPercent();
            table.row(
                    norm.norm(),
                    norm.testLoss().format("%.3e"),
                    norm.forwardEvaluations().format("%,.0f"),
                    norm.backwardEvaluations().format("%,.0f"),
                    norm.backwardAccepted().format("%,.0f"),
                    norm.backwardRejected().format("%,.0f"),
                    norm.seconds().format("%.1f"),
                    saved == null ? "-" : saved.format("%.1f") + " %");
        }
        return table;
    }
}
