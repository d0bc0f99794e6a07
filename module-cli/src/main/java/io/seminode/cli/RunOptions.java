package io.seminode.cli;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.experiment.Experiment;
import io.seminode.cli.experiment.Preset;
import io.seminode.cli.experiment.RunSettings;
import io.seminode.cli.option.SolverMixin;
import io.seminode.models.train.LearningRateDecay;
import io.seminode.models.train.OnFailure;
import io.seminode.models.train.TrainingSettings;
import io.seminode.models.train.TrainingSettings.Batches;
import io.seminode.models.train.TrainingSettings.Optimisation;
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
        try {
            return new RunSettings(
                    experiment.name(),
                    base.name(),
                    experiment.settings(base),
                    solver.solver(base.solver(), mode),
                    training(base.training()));
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(e);
        }
    }

    private TrainingSettings training(TrainingSettings base) {
        Batches batches = base.batches();
        int size = otherwise(batchSize, batches.size());
        // The preset's pieces, unless another batch size was asked for that they do not divide.
        int piece = batches.microBatch() == batches.size() || size % batches.microBatch() != 0
                ? size
                : batches.microBatch();
        Optimisation optimisation = base.optimisation();
        return base.withEpochs(otherwise(epochs, base.epochs()))
                .withBatches(new Batches(size, otherwise(microBatch, piece), otherwise(maxBatches, batches.most())))
                .withLearningRate(
                        otherwise(learningRate, optimisation.learningRate()),
                        otherwise(weightDecay, optimisation.weightDecay()))
                .withDecay(otherwise(decay, optimisation.decay()))
                .withOnFailure(onFailure)
                .withSeed(seed);
    }

    private static <T> T otherwise(@Nullable T chosen, T preset) {
        return chosen == null ? preset : chosen;
    }
}
