package io.seminode.cli.train;

import io.seminode.cli.experiment.Workload;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.SolveStatistics;
import io.seminode.solver.Solver;
import io.seminode.solver.StepRecord;
import io.seminode.solver.method.ButcherTableau;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Backward steps as the paper's published code counts them: it looks at nothing but the times of the evaluations.
 *
 * <p>Of the times of one backward pass it skips the first two, as those that chose the first step, takes every sixth
 * one after them for the end of a step, and calls a step rejected if the next such time does not lie further on. That
 * is right for one solve without a jump. A pass between many output times is many solves, each of which begins with two
 * evaluations of its own, and at a jump of the field there is one more: from there on the sixth times are those of
 * stages in the middle of steps.
 *
 * <p>Source: Kidger, Chen and Lyons, the repository FasterNeuralDiffEq, {@code train/train.py}.
 *
 * @param accepted times taken for ends of accepted steps
 * @param rejected times taken for ends of rejected steps
 */
record PublishedCount(List<Double> accepted, List<Double> rejected) {
    private static final int EVALUATIONS_OF_A_STEP = 6;
    private static final int EVALUATIONS_BEFORE = 2;

    /**
     * Counts the steps of a pass over the test part.
     *
     * @return null if the reading makes no sense: not every step is recorded, the mode is not the faithful one, or the method
     *     has not six evaluations a step
     */
    static @Nullable PublishedCount of(SolveStatistics backward, Workload workload, Solver solver) {
        ButcherTableau tableau = solver.tableau();
        boolean all = backward.steps().size() == backward.accepted() + backward.rejected();
        int evaluations = tableau.nodes().length - (tableau.isEndingWithLastStage() ? 1 : 0);
        return all && solver.gradients().mode() == AdjointMode.FAITHFUL && evaluations == EVALUATIONS_OF_A_STEP
                ? of(backward.steps(), workload.times(), workload.jumpTimes(), tableau)
                : null;
    }

    /**
     * Counts the steps of one or more backward passes, each of which begins at the last output time.
     *
     * @param steps all of them, in order, of a solver in the faithful mode
     * @param times the output times, increasing
     * @param jumpTimes where the field is evaluated once more
     * @param tableau the method's coefficients
     */
    static PublishedCount of(
            List<StepRecord> steps, List<Double> times, List<Double> jumpTimes, ButcherTableau tableau) {
        PublishedCount count = new PublishedCount(new ArrayList<>(), new ArrayList<>());
        passes(steps, times, jumpTimes, tableau).forEach(count::read);
        return count;
    }

    /**
     * The times of the evaluations of each pass. Of the two that choose a first step, the second lies a little further on than
     * the first, how far is not recorded; it stands where the first one does, which leaves the order as it is.
     */
    static List<List<Double>> passes(
            List<StepRecord> steps, List<Double> times, List<Double> jumpTimes, ButcherTableau tableau) {
        Set<Double> outputs = Set.copyOf(times);
        Set<Double> jumps = Set.copyOf(jumpTimes);
        double last = times.get(times.size() - 1);
        double[] nodes = tableau.nodes();
        List<List<Double>> passes = new ArrayList<>();
        boolean retried = false;
        for (StepRecord step : steps) {
            double start = step.start();
            if (!retried && start == last) {
                passes.add(new ArrayList<>());
            }
            List<Double> pass = passes.get(passes.size() - 1);
            if (!retried && outputs.contains(start)) {
                pass.addAll(List.of(start, start));
            } else if (!retried && jumps.contains(start)) {
                pass.add(start);
            }
            for (int i = tableau.isEndingWithLastStage() ? 1 : 0; i < nodes.length; i++) {
                pass.add(start + nodes[i] * step.size());
            }
            retried = !step.accepted();
        }
        return passes;
    }

    private void read(List<Double> pass) {
        @Nullable Double before = null;
        for (int i = EVALUATIONS_BEFORE + EVALUATIONS_OF_A_STEP - 1; i < pass.size(); i += EVALUATIONS_OF_A_STEP) {
            if (before != null) {
                (before < pass.get(i) ? rejected : accepted).add(before);
            }
            before = pass.get(i);
        }
        if (before != null) {
            accepted.add(before);
        }
    }
}
