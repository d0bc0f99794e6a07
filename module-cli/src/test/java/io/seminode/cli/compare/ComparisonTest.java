package io.seminode.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.compare.ComparisonResult.NormResult;
import io.seminode.cli.progress.LineProgress;
import io.seminode.cli.report.Checkpoints;
import io.seminode.cli.report.Estimate;
import io.seminode.models.train.EpochMetrics;
import io.seminode.models.train.TrainingSettings;
import io.seminode.solver.SolveStatistics;
import io.seminode.solver.tensor.ExecutionOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
    private final StringWriter err = new StringWriter();

    private LineProgress progress(int trainings) {
        return new LineProgress(new PrintWriter(err), trainings);
    }

    @Test
    void everyNormOfARepeatHasTheSameSettings() {
        ComparisonSettings settings = Synthetic.settings(2, 2, "default", "seminorm", "linf");
        List<TrainingSettings> seen = new ArrayList<>();
        List<String> norms = new ArrayList<>();
        List<Long> seeds = new ArrayList<>();
        TrainingRunner runner = (workload, solver, training, execution, from, listener) -> {
            seen.add(training);
            norms.add(solver.norms().forward().name() + "+"
                    + solver.norms().adjoint().name());
            Synthetic.runner().train(workload, solver, training, execution, from, listener);
        };
        new Comparison(settings, runner, progress(6), () -> {}, rows -> {}, Checkpoints.none())
                .run(
                        seed -> {
                            seeds.add(seed);
                            return Synthetic.workload();
                        },
                        ExecutionOptions.NATIVE_CPU);
        assertEquals(List.of(7L, 8L), seeds);
        assertEquals(seen.get(0), seen.get(1));
        assertEquals(seen.get(0), seen.get(2));
        assertEquals(8, seen.get(3).seed());
        assertEquals(List.of("default+default", "default+seminorm", "default+linf"), norms.subList(0, 3));
    }

    @Test
    void resultsAreSummedAndComparedWithTheFirstNorm() {
        ComparisonSettings settings = Synthetic.settings(3, 2, "default", "seminorm");
        List<Integer> kept = new ArrayList<>();
        Comparison comparison = new Comparison(
                settings, Synthetic.runner(), progress(4), () -> {}, rows -> kept.add(rows.size()), Checkpoints.none());
        ComparisonResult result = comparison.run(seed -> Synthetic.workload(), ExecutionOptions.NATIVE_CPU);

        assertEquals(12, comparison.history().size());
        assertEquals(
                List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 12),
                kept,
                "history is kept after each epoch, and at the end");
        NormResult first = result.norms().get(0);
        NormResult second = result.norms().get(1);
        assertNull(first.backwardEvaluationsSavedPercent());
        Estimate saved = second.backwardEvaluationsSavedPercent();
        assertNotNull(saved);
        double[] expected = new double[2];
        for (int i = 0; i < 2; i++) {
            expected[i] = 100
                    * (1
                            - (double) second.runs().get(i).backwardEvaluations()
                                    / first.runs().get(i).backwardEvaluations());
        }
        assertEquals(Estimate.of(expected), saved);
        long fromHistory = comparison.history().stream()
                .filter(r -> r.norm().equals("default") && r.repeat() == 1)
                .mapToLong(HistoryRow::backwardRejected)
                .sum();
        assertEquals(fromHistory, first.runs().get(1).backwardRejected());
        assertEquals(7.5, second.seconds().mean(), 1e-12);

        List<String> table = result.table().toText().lines().toList();
        assertEquals(4, table.size());
        assertTrue(table.get(2).startsWith("default") && table.get(2).endsWith(" -"), table.get(2));
        assertTrue(table.get(3).matches("seminorm .*±.* \\d+\\.\\d ± \\d+\\.\\d %"), table.get(3));
    }

    @Test
    void progressIsOneLineAnEpoch() {
        ComparisonSettings settings = Synthetic.settings(3, 1, "default", "seminorm");
        new Comparison(settings, Synthetic.runner(), progress(2), () -> {}, rows -> {}, Checkpoints.none())
                .run(seed -> Synthetic.workload(), ExecutionOptions.NATIVE_CPU);
        List<String> lines = err.toString().lines().toList();
        assertEquals(6, lines.size());
        assertTrue(
                lines.get(0)
                        .matches("default: epoch 1 of 3, loss \\d\\.\\d{3}e[+-]\\d\\d, validation .*, evaluations per"
                                + " batch 26\\.0 forward \\d+\\.\\d backward, 2\\.5 s, 0:00 left"),
                lines.get(0));
        assertTrue(lines.get(5).startsWith("seminorm: epoch 3 of 3"), lines.get(5));
    }

    /** As when a run is continued that was saved after the last batch of an epoch. */
    /** Of the guide's longest norm, with measures, tolerances and repeats. */
    @Test
    void theTableFitsATerminal() {
        for (int repeats : new int[] {1, 3}) {
            for (List<Double> tolerances : List.of(List.of(1e-4), List.of(1e-3, 1e-5))) {
                ComparisonSettings settings = Synthetic.settings(
                        12, repeats, tolerances, "default", "seminorm-published@faithful", "weighted:z=1,a_z=0.1@lazy");
                List<RunResult> runs = new ArrayList<>();
                for (Variant variant : settings.variants()) {
                    for (int repeat = 0; repeat < repeats; repeat++) {
                        runs.add(new RunResult(
                                variant.norm(),
                                variant.rtol(),
                                variant.atol(),
                                repeat,
                                repeat,
                                1e-2 * (1 + repeat),
                                Map.of("accuracy", 0.1 * repeat, "calibration error", 0.5),
                                12_345_678 + 100_000L * repeat,
                                23_456_789,
                                3_456_789,
                                456_789,
                                123_456.7 + repeat));
                    }
                }
                ComparisonResult result = ComparisonResult.of("pendulum", 509_108, settings.variants(), runs);
                String text = result.toText();
                assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
                assertTrue(text.contains("23,456,789") && text.contains("seminorm-published@faithful"), text);
                assertTrue(result.table().toMarkdown().contains("| Bwd eval. saved |"), "whole in results.md");
            }
        }
    }

    @Test
    void anEpochWithoutABatchKnowsHowManyThereAre() {
        LineProgress lines = progress(1);
        lines.training("default", 0, 1, 3);
        lines.epoch(new EpochMetrics(
                1, 6, 0.5, Map.of(), 0.6, Map.of(), SolveStatistics.ZERO, SolveStatistics.ZERO, 0, 2.5));
        assertTrue(err.toString().startsWith("default: epoch 1 of 3, loss"), err.toString());
    }

    @Test
    void aCheckpointThatThrowsEndsTheComparison() {
        ComparisonSettings settings = Synthetic.settings(3, 1, "default", "seminorm");
        AtomicInteger batches = new AtomicInteger();
        Comparison comparison = new Comparison(
                settings,
                Synthetic.runner(),
                progress(2),
                () -> {
                    if (batches.incrementAndGet() == 8) {
                        throw new IllegalStateException("stop");
                    }
                },
                rows -> {},
                Checkpoints.none());
        assertThrows(
                IllegalStateException.class,
                () -> comparison.run(seed -> Synthetic.workload(), ExecutionOptions.NATIVE_CPU));
        assertEquals(1, comparison.history().size());
    }
}
