package io.seminode.cli;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.experiment.Experiment;
import io.seminode.cli.experiment.Preset;
import io.seminode.cli.experiment.RunSettings;
import io.seminode.cli.option.SolverMixin;
import io.seminode.models.train.LearningRateDecay;
import io.seminode.models.train.OnFailure;
import io.seminode.solver.AdjointMode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that trains, besides those of every command that solves. */
final class RunOptions {
    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "Schedule, see below. The first is the default; the options that follow override it.")
    private @Nullable String preset;

    @Mixin
    private final SolverMixin solver = new SolverMixin();

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training part.")
    private @Nullable Integer epochs;

    @Option(names = "--max-batches", paramLabel = "N", description = "The most batches of an epoch that are used.")
    private @Nullable Integer maxBatches;

    @Option(names = "--batch-size", paramLabel = "N", description = "Examples in a batch.")
    private @Nullable Integer batchSize;

    @Option(
            names = "--micro-batch",
            paramLabel = "N",
            description = "Examples that are computed at once, a divisor of the batch size; saves memory.")
    private @Nullable Integer microBatch;

    @Option(names = "--learning-rate", paramLabel = "X", description = "Learning rate of AdamW.")
    private @Nullable Double learningRate;

    @Option(names = "--weight-decay", paramLabel = "X", description = "Weight decay of AdamW.")
    private @Nullable Double weightDecay;

    @Option(
            names = "--decay",
            paramLabel = "NAME",
            converter = Choices.DecayChoice.class,
            description = "How the learning rate falls: constant or cosine.")
    private @Nullable LearningRateDecay decay;

    @Option(
            names = "--on-failure",
            paramLabel = "NAME",
            converter = Choices.OnFailureChoice.class,
            defaultValue = "stop",
            description = "When a loss is not finite or a solve fails: stop, skip the batch, or halve-lr: back to the"
                    + " begin of the epoch with half the learning rate. Default: ${DEFAULT-VALUE}.")
    private OnFailure onFailure = OnFailure.STOP;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of data, initial weights and batches. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--tensorboard",
            description = "Write losses and costs as events of TensorBoard, into tensorboard/ in the run folder.")
    private boolean tensorboard;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Run folder, new or empty. Default: runs/PROBLEM-DATE-TIME.")
    private @Nullable Path out;

    Preset preset(Experiment experiment) {
        return preset == null ? experiment.presets().get(0) : experiment.preset(preset);
    }

    boolean tensorboard() {
        return tensorboard;
    }

    @Nullable
    Path out() {
        return out;
    }

    /**
     * What was chosen, or else stands in the preset.
     *
     * @param mode where none was chosen
     */
    RunSettings settings(Experiment experiment, AdjointMode mode) {
        Preset base = preset(experiment);
        int size = batchSize == null ? base.batchSize() : batchSize;
        try {
            return new RunSettings(
                    experiment.name(),
                    base.name(),
                    experiment.settings(base),
                    solver.method(base.method()),
                    solver.controller(),
                    solver.mode(mode),
                    solver.adjoint(),
                    solver.bounds(),
                    epochs == null ? base.epochs() : epochs,
                    maxBatches == null ? base.maxBatchesOrNull() : maxBatches,
                    size,
                    microBatch == null ? presetsMicroBatch(base, size) : microBatch,
                    learningRate == null ? base.learningRate() : learningRate,
                    weightDecay == null ? base.weightDecay() : weightDecay,
                    decay == null ? base.decay() : decay,
                    onFailure,
                    seed);
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(e);
        }
    }

    /** The preset's, unless another batch size was asked for that it does not divide. */
    private static int presetsMicroBatch(Preset base, int size) {
        return base.microBatch() == 0 || size % base.microBatch() != 0 ? size : base.microBatch();
    }
}
