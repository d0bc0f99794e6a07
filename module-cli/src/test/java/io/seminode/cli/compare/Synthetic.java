package io.seminode.cli.compare;

import io.seminode.cli.experiment.RunSettings;
import io.seminode.cli.experiment.Workload;
import io.seminode.data.Examples;
import io.seminode.models.file.DataSettings;
import io.seminode.models.train.BatchMetrics;
import io.seminode.models.train.EpochMetrics;
import io.seminode.models.train.Evaluation;
import io.seminode.models.train.TrainingSettings;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.SolveStatistics;
import io.seminode.solver.Solver;
import io.seminode.solver.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Trainings that only look like some: shapes as those of the paper, no TensorFlow. */
final class Synthetic {
    private static final int INTERVALS = 7;
    private static final double STEP = 0.05;
    private static final int BATCHES = 6;

    private Synthetic() {}

    static ComparisonSettings settings(int epochs, int repeats, String... norms) {
        return settings(epochs, repeats, List.of(1e-4), norms);
    }

    static ComparisonSettings settings(int epochs, int repeats, List<Double> tolerances, String... norms) {
        RunSettings run = new RunSettings(
                "pendulum",
                "quick",
                Map.of(),
                Solver.create().withMode(AdjointMode.FAITHFUL),
                TrainingSettings.create()
                        .withEpochs(epochs)
                        .withBatchSize(256)
                        .withLearningRate(1e-3, 0.01)
                        .withSeed(7));
        return new ComparisonSettings(run, List.of(norms), tolerances, tolerances, repeats);
    }

    static Workload workload() {
        Examples none = new Examples() {
            @Override
            public int size() {
                return 0;
            }

            @Override
            public Map<String, float[]> gather(int[] indices) {
                return Map.of();
            }
        };
        List<Double> times = new ArrayList<>();
        for (int i = 0; i <= INTERVALS; i++) {
            times.add(i * STEP);
        }
        return new Workload(
                () -> {
                    throw new AssertionError("no model is made");
                },
                times,
                none,
                none,
                none,
                DataSettings.of("synthetic"));
    }

    static TrainingRunner runner() {
        return recordingSteps(Integer.MAX_VALUE);
    }

    /** The place of so many steps of a solve is known. */
    static TrainingRunner recordingSteps(int most) {
        return (workload, solver, settings, execution, from, listener) -> {
            Random random = new Random(settings.seed());
            for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
                listener.onEpoch(epoch(epoch, solver, settings, random, most, listener::onBatch));
            }
            listener.onEnd(new TrainingRunner.Outcome(
                    509_108,
                    new Evaluation(
                            0.01 + 0.001 * random.nextDouble(), Map.of("accuracy", 0.5), SolveStatistics.ZERO, 100)));
        };
    }

    private static EpochMetrics epoch(
            int epoch,
            Solver solver,
            TrainingSettings settings,
            Random random,
            int most,
            java.util.function.Consumer<BatchMetrics> onBatch) {
        SolveStatistics forward = SolveStatistics.ZERO;
        SolveStatistics backward = SolveStatistics.ZERO;
        double loss = 0;
        for (int batch = 1; batch <= BATCHES; batch++) {
            SolveStatistics batchForward = new SolveStatistics(26, 4, 0, List.of());
            SolveStatistics batchBackward =
                    backward(!solver.norms().adjoint().name().equals("default"), random);
            SolveStatistics recorded = new SolveStatistics(
                    batchBackward.evaluations(),
                    batchBackward.accepted(),
                    batchBackward.rejected(),
                    batchBackward
                            .steps()
                            .subList(0, Math.min(most, batchBackward.steps().size())));
            double batchLoss = Math.exp(-0.2 * epoch) + 0.01 + 0.01 * random.nextDouble();
            onBatch.accept(new BatchMetrics(
                    epoch, settings.epochs(), batch, BATCHES, batchLoss, Map.of(), batchForward, recorded));
            forward = forward.plus(batchForward);
            backward = backward.plus(batchBackward);
            loss += batchLoss / BATCHES;
        }
        return new EpochMetrics(
                epoch,
                BATCHES,
                loss,
                Map.of("accuracy", 0.5),
                1.15 * loss,
                Map.of("accuracy", 0.4),
                forward,
                backward,
                0,
                2.5);
    }

    private static SolveStatistics backward(boolean seminorm, Random random) {
        List<StepRecord> steps = new ArrayList<>();
        int rejected = 0;
        for (int interval = INTERVALS; interval > 0; interval--) {
            int count = seminorm ? 1 : 1 + random.nextInt(3);
            double t = interval * STEP;
            double size = -1.3 * STEP / count;
            for (int i = 0; i < count; i++) {
                boolean accepted = seminorm ? random.nextInt(200) > 0 : random.nextDouble() > 0.1 * interval;
                steps.add(new StepRecord(t, size, accepted));
                rejected += accepted ? 0 : 1;
                t += accepted ? size : 0;
            }
        }
        return new SolveStatistics(14 + 6L * steps.size(), steps.size() - rejected, rejected, steps);
    }
}
