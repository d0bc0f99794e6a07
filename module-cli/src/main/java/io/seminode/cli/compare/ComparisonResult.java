package io.seminode.cli.compare;

import io.seminode.cli.grid.Tolerance;
import io.seminode.cli.report.Estimate;
import io.seminode.cli.report.TextTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The trainings of a comparison, and their summary by norm and tolerance.
 *
 * @param problem the experiment's name
 * @param parameters how many numbers the model learns
 * @param norms one entry per norm and tolerance, in the order asked for
 */
public record ComparisonResult(String problem, long parameters, List<NormResult> norms) {
    /** Columns of a terminal, or of a document in it. */
    private static final int WIDTH = 100;

    /** Copies the list. */
    public ComparisonResult {
        norms = List.copyOf(norms);
    }

    /**
     * What one norm gave: estimates over the repeats.
     *
     * @param norm its name
     * @param rtol relative tolerance
     * @param atol absolute tolerance
     * @param testLoss of the trained model
     * @param testMeasures what else the model measures on the test part
     * @param forwardEvaluations in a whole training
     * @param backwardEvaluations in a whole training
     * @param backwardAccepted steps
     * @param backwardRejected steps
     * @param seconds of training
     * @param backwardEvaluationsSavedPercent against the first norm at the same tolerance, repeat by repeat; null for the first norm itself
     * @param runs the trainings, one per repeat
     */
    public record NormResult(
            String norm,
            double rtol,
            double atol,
            Estimate testLoss,
            Map<String, Estimate> testMeasures,
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
            testMeasures = Collections.unmodifiableMap(new LinkedHashMap<>(testMeasures));
        }
    }

    /** Summarises finished trainings; a variant of which none is finished has no entry. */
    public static ComparisonResult of(String problem, long parameters, List<Variant> variants, List<RunResult> runs) {
        List<NormResult> results = new ArrayList<>();
        for (Variant variant : variants) {
            if (ofVariant(runs, variant).isEmpty()) {
                continue;
            }
            Variant first = variants.stream()
                    .filter(v -> v.rtol() == variant.rtol() && v.atol() == variant.atol())
                    .findFirst()
                    .orElseThrow();
            results.add(summary(variant, ofVariant(runs, variant), ofVariant(runs, first)));
        }
        return new ComparisonResult(problem, parameters, results);
    }

    private static List<RunResult> ofVariant(List<RunResult> runs, Variant variant) {
        return runs.stream().filter(r -> r.isOf(variant)).toList();
    }

    private static NormResult summary(Variant variant, List<RunResult> runs, List<RunResult> first) {
        double[] saved = new double[runs.size()];
        for (int i = 0; i < saved.length; i++) {
            double compared = first.get(i).backwardEvaluations();
            saved[i] = 100 * (1 - runs.get(i).backwardEvaluations() / compared);
        }
        Map<String, Estimate> measures = new LinkedHashMap<>();
        for (String name : runs.get(0).testMeasures().keySet()) {
            measures.put(name, estimate(runs, r -> r.testMeasures().getOrDefault(name, Double.NaN)));
        }
        return new NormResult(
                variant.norm(),
                variant.rtol(),
                variant.atol(),
                estimate(runs, RunResult::testLoss),
                measures,
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

    /** The table for a terminal. */
    public String toText() {
        return table().toText(WIDTH, hasTolerances() ? 3 : 1);
    }

    private boolean hasTolerances() {
        return norms.stream().map(n -> List.of(n.rtol(), n.atol())).distinct().count() > 1;
    }

    /** Side by side; with tolerances if there are several. */
    public TextTable table() {
        boolean tolerances = hasTolerances();
        List<String> measures = List.copyOf(norms.get(0).testMeasures().keySet());
        List<String> header = new ArrayList<>(tolerances ? List.of("Norm", "rtol", "atol") : List.of("Norm"));
        header.add("Test loss");
        measures.forEach(name -> header.add("Test " + name));
        header.addAll(List.of(
                "Forward eval.", "Backward eval.", "Bwd accepted", "Bwd rejected", "Seconds", "Bwd eval. saved"));
        TextTable table = TextTable.withHeader(header);
        for (NormResult norm : norms) {
            Estimate saved = norm.backwardEvaluationsSavedPercent();
            List<String> row = new ArrayList<>(List.of(norm.norm()));
            if (tolerances) {
                row.addAll(List.of(Tolerance.text(norm.rtol()), Tolerance.text(norm.atol())));
            }
            row.add(norm.testLoss().format("%.3e"));
            measures.forEach(name -> row.add(
                    Objects.requireNonNull(norm.testMeasures().get(name)).format("%.4f")));
            row.addAll(List.of(
                    norm.forwardEvaluations().format("%,.0f"),
                    norm.backwardEvaluations().format("%,.0f"),
                    norm.backwardAccepted().format("%,.0f"),
                    norm.backwardRejected().format("%,.0f"),
                    norm.seconds().format("%.1f"),
                    saved == null ? "-" : saved.format("%.1f") + " %"));
            table.row(row);
        }
        return table;
    }
}
