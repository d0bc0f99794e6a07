package io.seminode.cli.experiment;

import io.seminode.models.train.LearningRateDecay;
import io.seminode.models.train.TrainingSettings;
import io.seminode.models.train.TrainingSettings.Batches;
import io.seminode.solver.Adjoint;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Solver;
import io.seminode.solver.control.SolveLimits;
import io.seminode.solver.control.StepControl;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.spi.Providers;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every training of a run has in common, as chosen: from the preset or from options.
 *
 * @param problem the experiment's name
 * @param preset the schedule's name; the values that follow are those used, whether from it or from options
 * @param options the experiment's own, by name
 * @param solver but for tolerances and the norm of the backward solve
 * @param training with the seed of the first repeat; the next one has the next seed
 */
public record RunSettings(
        String problem, String preset, Map<String, String> options, Solver solver, TrainingSettings training) {

    /** Copies the options, in order: equal settings give equal files. */
    public RunSettings {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /** What the trainings of one repeat have in common. */
    public TrainingSettings training(int repeat) {
        return training.withSeed(seedOf(repeat));
    }

    /** The seed of data, weights and batches of a repeat. */
    public long seedOf(int repeat) {
        return training.seed() + repeat;
    }

    /**
     * The solver for a norm.
     *
     * @param norm {@code NAME}, or {@code NAME@MODE}; a name may have options
     * @throws io.seminode.solver.spi.UnknownProviderException if norm or mode are unknown
     */
    public Solver solver(String norm, double rtol, double atol) {
        int at = norm.lastIndexOf('@');
        String name = at < 0 ? norm : norm.substring(0, at);
        return solver.withTolerances(rtol, atol)
                .withNorms(solver.norms().forward(), Norms.load().get(name))
                .withMode(
                        at < 0
                                ? solver.gradients().mode()
                                : Providers.one("mode", AdjointMode.values(), AdjointMode::id, norm.substring(at + 1)));
    }

    /** For reports: one line. */
    public String describe() {
        Batches batches = training.batches();
        TrainingSettings.Optimisation optimisation = training.optimisation();
        String controller = solver.steps().controller().name();
        return "Preset " + preset + ": " + training.epochs() + " epochs"
                + (batches.most() == Batches.ALL ? "" : " of at most " + batches.most() + " batches") + ", batch size "
                + batches.size()
                + (batches.microBatch() == batches.size() ? "" : " in pieces of " + batches.microBatch())
                + ", learning rate " + optimisation.learningRate()
                + (optimisation.decay() == LearningRateDecay.CONSTANT
                        ? ""
                        : " (" + optimisation.decay().id() + ")")
                + ", weight decay " + optimisation.weightDecay() + ", "
                + solver.method().name() + ", mode "
                + solver.gradients().mode().id()
                + (solver.gradients().adjoint() == Adjoint.BACKSOLVE
                        ? ""
                        : ", adjoint " + solver.gradients().adjoint().id())
                + (controller.equals("integral") ? "" : ", controller " + controller) + describeBounds() + ", seed "
                + training.seed() + (options.isEmpty() ? "" : ", " + options) + ".";
    }

    private String describeBounds() {
        StepControl steps = solver.steps();
        SolveLimits limits = solver.limits();
        Solver usual = Solver.create()
                .withSteps(s -> s.withController(steps.controller()))
                .withGradients(g -> g.withAdjoint(solver.gradients().adjoint())
                        .withMode(solver.gradients().mode()));
        if (steps.equals(usual.steps())
                && limits.equals(usual.limits())
                && solver.gradients().equals(usual.gradients())) {
            return "";
        }
        return ", first step " + (steps.first() == 0 ? "chosen" : steps.first()) + ", steps from " + steps.smallest()
                + (Double.isInfinite(steps.largest()) ? "" : " to " + steps.largest()) + ", "
                + solver.gradients().storedSteps() + " stored in "
                + (solver.gradients().memoryBudget() >> 20) + " MiB"
                + (limits.maxSteps() == usual.limits().maxSteps() ? "" : ", at most " + limits.maxSteps())
                + (limits.timeLimit() == null ? "" : ", in " + limits.timeLimit());
    }
}
