package io.seminode.models.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DoubleProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.IntProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.LongProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import io.seminode.models.train.EpochMetrics;
import io.seminode.solver.SolveStatistics;
import io.seminode.solver.Solver;
import io.seminode.solver.spi.Providers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tensorflow.TensorFlow;

/** What a model's provenance tells of its training besides the trainer's configuration. */
final class RunProvenance {
    private RunProvenance() {}

    /** What the user gave, and who provided the solver's parts, what ran it, and what it cost. */
    static Map<String, Provenance> of(Map<String, Provenance> given, Solver solver, Learnt learnt) {
        Map<String, Provenance> run = new LinkedHashMap<>(given);
        text(run, "method-provider", Providers.describe(solver.method()));
        text(run, "norm-provider", Providers.describe(solver.norms().adjoint()));
        text(run, "forward-norm-provider", Providers.describe(solver.norms().forward()));
        text(run, "controller-provider", Providers.describe(solver.controller()));
        text(run, "tensorflow-version", TensorFlow.version());
        text(run, "engine", learnt.execution().engine().id());
        text(run, "device", learnt.execution().device().id());
        List<EpochMetrics> history = learnt.history();
        EpochMetrics last = history.get(history.size() - 1);
        run.put("epochs-done", new IntProvenance("epochs-done", history.size()));
        run.put("last-train-loss", new DoubleProvenance("last-train-loss", last.trainLoss()));
        number(run, "forward-evaluations", total(history, EpochMetrics::forward));
        number(run, "backward-evaluations", total(history, EpochMetrics::backward));
        return run;
    }

    private static long total(List<EpochMetrics> history, Function<EpochMetrics, SolveStatistics> part) {
        return history.stream()
                .map(part)
                .mapToLong(SolveStatistics::evaluations)
                .sum();
    }

    private static void text(Map<String, Provenance> run, String name, String value) {
        run.put(name, new StringProvenance(name, value));
    }

    private static void number(Map<String, Provenance> run, String name, long value) {
        run.put(name, new LongProvenance(name, value));
    }
}
