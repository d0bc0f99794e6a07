package io.seminode.cli;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.experiment.Experiment;
import io.seminode.cli.experiment.Preset;
import io.seminode.cli.experiment.RunSettings;
import io.seminode.cli.experiment.Workload;
import io.seminode.cli.option.SolveOptions;
import io.seminode.cli.progress.BarProgress;
import io.seminode.cli.progress.Interruption;
import io.seminode.cli.progress.LineProgress;
import io.seminode.cli.progress.LogProgress;
import io.seminode.cli.progress.Progress;
import io.seminode.cli.progress.SeveralProgress;
import io.seminode.cli.progress.TensorBoardProgress;
import io.seminode.cli.progress.Terminals;
import io.seminode.cli.report.Environment;
import io.seminode.models.TrainableModel;
import io.seminode.models.train.EngineChoice;
import io.seminode.models.train.TrainingSession;
import io.seminode.solver.Solver;
import io.seminode.solver.spi.Providers;
import io.seminode.solver.tensor.Engine;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.tribuo.DataSource;

/** What the commands that train do around it: folder, environment, data, choice of engine. */
final class Launch {
    private final Experiment experiment;
    private final Preset preset;
    private final RunSettings settings;
    private final SolveOptions solving;
    private @Nullable Workload last;
    private long lastSeed;

    Launch(Experiment experiment, Preset preset, RunSettings settings, SolveOptions solving) {
        this.experiment = experiment;
        this.preset = preset;
        this.settings = settings;
        this.solving = solving;
    }

    /** Where results go if nobody says so. */
    Path freshFolder() {
        return freshFolder(experiment.name());
    }

    /** A folder below {@code runs} that is not there yet. */
    static Path freshFolder(String what) {
        String stem = what + "-"
                + LocalDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
        Path folder = Path.of("runs", stem);
        for (int i = 2; Files.exists(folder); i++) {
            folder = Path.of("runs", stem + "-" + i);
        }
        return folder;
    }

    /**
     * The environment.
     *
     * @param solvers by the label of their norm
     */
    Environment environment(List<String> arguments, Map<String, Solver> solvers) {
        Map<String, String> providers = new LinkedHashMap<>();
        solvers.forEach((norm, solver) -> {
            providers.put("method " + solver.method().name(), Providers.describe(solver.method()));
            providers.put("controller " + solver.steps().controller().name(), Providers.describe(solver.controller()));
            providers.put(
                    "norm " + solver.norms().forward().name(),
                    Providers.describe(solver.norms().forward()));
            providers.put("norm " + norm, Providers.describe(solver.norms().adjoint()));
        });
        return Environment.here(
                arguments,
                Versions.tensorFlow(),
                solving.device().id(),
                solving.engine().id(),
                providers);
    }

    /**
     * Ends the command, before anything is loaded or written, if the problem's model can't be trained with one of the solvers.
     */
    void requireTrainable(Collection<Solver> solvers) {
        TrainableModel model = requireModel();
        try {
            solvers.forEach(solver -> TrainingSession.requireTrainable(model, solver, settings.training(0)));
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(e);
        }
    }

    /** Makes the model, for its settings; ends the command if they can't be right. */
    TrainableModel requireModel() {
        try {
            return experiment.model(preset);
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(e);
        }
    }

    /** Prepares the data of a seed, once for engine choice and training. */
    Workload workload(long seed, Progress progress) {
        Workload prepared = last;
        if (prepared == null || lastSeed != seed) {
            progress.phase("Preparing data");
            prepared = experiment.prepare(preset, seed);
            requireBatch(prepared);
            last = prepared;
            lastSeed = seed;
        }
        return prepared;
    }

    /** What is learnt from as a data source of Tribuo's; null if there is no such form. */
    @Nullable
    DataSource<?> source() {
        return experiment.source(preset, settings.training().seed());
    }

    private void requireBatch(Workload workload) {
        int examples = workload.train().size();
        if (examples < settings.training().batches().size()) {
            throw CommandException.wrongUsage(
                    "Batch size " + settings.training().batches().size() + " found, expected at most " + examples
                            + ", the examples of the training part; use a smaller --batch-size.");
        }
    }

    /** The engine asked for, or the faster one. */
    Engine engine(Solver solver, Progress progress, Interruption interruption) {
        Engine asked = solving.engine();
        if (asked != Engine.AUTO) {
            return asked;
        }
        if (solver.limits().timeLimit() != null) {
            return Engine.NATIVE; // the one with a clock
        }
        Workload workload = workload(settings.training().seed(), progress);
        progress.phase("Timing both engines");
        return EngineChoice.fastest(
                workload.model().get(),
                solver,
                settings.training(0),
                solving.device(),
                workload.train(),
                interruption::endIfRequested);
    }

    /**
     * Watches for Ctrl-C.
     *
     * @param isBegun whether there is anything to go on with, asked at the end
     * @param resumption what the user is told to go on with
     */
    static Interruption interruption(PrintWriter err, BooleanSupplier isBegun, String resumption) {
        return new Interruption(() -> sayInterrupted(err, isBegun.getAsBoolean(), resumption));
    }

    static void sayInterrupted(PrintWriter err, boolean isBegun, String resumption) {
        err.println();
        err.println("seminode: interrupted"
                + (isBegun ? "; continue with: " + resumption : " before anything was saved; begin again"));
        err.flush();
    }

    /** Progress to standard error, to the log of the run folder and, if wanted, to TensorBoard. */
    static Progress progress(PrintWriter err, int trainings, Path folder, boolean tensorboard) {
        List<Progress> all = new ArrayList<>();
        all.add(
                Terminals.isStandardErrorInteractive()
                        ? new BarProgress(err, trainings)
                        : new LineProgress(err, trainings));
        all.add(new LogProgress(folder, trainings));
        if (tensorboard) {
            all.add(new TensorBoardProgress(folder));
        }
        return new SeveralProgress(all);
    }
}
