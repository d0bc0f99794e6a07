package io.seminode.lab.verify;

import io.seminode.solver.SolveStatistics;
import io.seminode.solver.Solver;
import io.seminode.solver.StepRecord;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Compares what a solve cost and where it stepped. */
final class SolveChecks {
    private SolveChecks() {}

    /**
     * What the reference says of a solve.
     *
     * @param fields has {@code nfe}, {@code accepted} and {@code rejected} or {@code steps}, {@code first_step} and
     *     usually the steps one by one
     * @param uncounted evaluations that the reference counts and our solver has no need of
     * @param timeSign -1 if the times of the steps are negated there
     */
    record Expected(Fields fields, long uncounted, int timeSign) {
        static Expected of(Fields fields) {
            return new Expected(fields, 0, 1);
        }

        /**
         * A forward solve of torchdiffeq. With fixed steps it evaluates the derivative at the end of a step only to
         * interpolate with it, once for each output time; ours evaluates it at the end of every step, where the next step
         * begins, and so once more in all.
         */
        static Expected forward(Fields fields, Solver solver, double[] times) {
            if (solver.controller().isAdaptive()) {
                return of(fields);
            }
            int interpolated = solver.output().linear() ? 0 : times.length - 1;
            return new Expected(fields, interpolated - 1, 1);
        }

        /**
         * A backward solve of torchdiffeq. If the gradient by the times is wanted, it evaluates the field once more at each
         * output time but the first; ours is part of the first evaluation of the adjoint system there. Decreasing output
         * times it negates, and the field with them, so that its backward steps stand at negated times. With fixed steps
         * ours evaluates once more from output time to output time, as forward.
         */
        static Expected backward(Fields fields, Solver solver, double[] times, boolean timeGradient) {
            int intervals = times.length - 1;
            int uncounted =
                    (timeGradient ? intervals : 0) - (solver.controller().isAdaptive() ? 0 : intervals);
            return new Expected(fields, uncounted, times[1] < times[0] ? -1 : 1);
        }
    }

    /**
     * Compares counts and steps, as far as the reference has them.
     *
     * @param solve "forward" or "backward", or empty if there is only one
     */
    static void compare(
            Findings findings, String solve, SolveStatistics found, Expected reference, Precision precision) {
        Fields expected = reference.fields();
        String prefix = solve.isEmpty() ? "" : solve + " ";
        findings.evaluations(
                solve, found.evaluations(), expected.integer("nfe") - reference.uncounted(), precision.evaluations());
        List<StepRecord> steps = found.steps();
        if (expected.has("first_step") && !steps.isEmpty()) {
            findings.value(
                    prefix + "first step",
                    Math.abs(steps.get(0).size()),
                    expected.number("first_step"),
                    precision.firstStep());
        }
        if (!precision.followsSteps()) {
            return;
        }
        boolean constant = expected.has("steps");
        findings.equal(prefix + "accepted steps", found.accepted(), expected.integer(constant ? "steps" : "accepted"));
        findings.equal(prefix + "rejected steps", found.rejected(), constant ? 0 : expected.integer("rejected"));
        if (expected.has("step_t0")) {
            steps(findings, prefix, steps, reference, precision.steps());
        }
    }

    private static void steps(
            Findings findings, String prefix, List<StepRecord> steps, Expected reference, double bound) {
        Fields expected = reference.fields();
        double[] starts = expected.numbers("step_t0");
        double[] sizes = expected.numbers("step_dt");
        double[] acceptances = expected.numbers("step_accepted");
        int count = Math.min(starts.length, steps.size());
        for (int i = 0; i < count; i++) {
            if (steps.get(i).accepted() != (acceptances[i] != 0)) {
                findings.equal(
                        prefix + "step " + (i + 1) + " accepted", acceptances[i] == 0 ? 1 : 0, (long) acceptances[i]);
                // What comes after is another solve.
                count = i + 1;
            }
        }
        findings.values(
                prefix + "step starts",
                first(steps, count, s -> reference.timeSign() * s.start()),
                Arrays.copyOf(starts, count),
                bound);
        findings.values(
                prefix + "step sizes",
                first(steps, count, s -> Math.abs(s.size())),
                Arrays.copyOf(sizes, count),
                bound);
    }

    private static double[] first(List<StepRecord> steps, int count, ToDoubleFunction<StepRecord> part) {
        return steps.stream().limit(count).mapToDouble(part).toArray();
    }
}
