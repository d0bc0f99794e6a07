package io.seminode.solver;

import io.seminode.solver.Solver.Setting;
import io.seminode.solver.control.StepControl;
import io.seminode.solver.control.Tolerance;
import io.seminode.solver.internal.store.Storage;
import io.seminode.solver.method.Multistep;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.tensorflow.types.family.TFloating;

/**
 * Finds the settings that change nothing.
 *
 * @param solver the settings
 * @param chosen those that are looked at
 */
record IneffectiveSettings(Solver solver, Predicate<Setting> chosen) {
    /** One sentence for each that changes nothing on this problem. */
    List<String> on(Problem<?> problem) {
        List<String> found = new ArrayList<>(always());
        addForwardNorm(found, problem);
        addPartTolerances(found, problem);
        addLinear(found, problem);
        return found;
    }

    /** One sentence for each that changes nothing whatever the problem. */
    List<String> always() {
        List<String> found = new ArrayList<>();
        addErrorControl(found);
        addSteps(found);
        addRest(found);
        return found;
    }

    /** Whether steps follow the error. */
    private boolean isAdaptive() {
        return solver.controller().isAdaptive();
    }

    /** Whether a norm measures anything: the error of a step, or what is left to solve for in an implicit one. */
    private boolean isMeasuring() {
        return isAdaptive() || !solver.tableau().isExplicit();
    }

    /** Why no norm measures anything. */
    private String why() {
        return solver.steps().controller().isAdaptive()
                ? "method \"" + solver.method().name() + "\" estimates no error"
                : "no error of constant steps is measured";
    }

    private boolean isStoring() {
        return solver.gradients().adjoint().isStoring() || solver.output().dense();
    }

    private void addErrorControl(List<String> found) {
        Tolerance tolerance = solver.tolerance();
        boolean iterates =
                solver.method() instanceof Multistep m && m.formulas().implicit();
        if (chosen.test(Setting.TOLERANCES) && !isMeasuring() && !iterates) {
            found.add("The tolerances, rtol " + tolerance.rtol() + " and atol " + tolerance.atol()
                    + ", have no effect: " + why() + ".");
        }
        if (chosen.test(Setting.FORWARD_NORM) && !isMeasuring()) {
            found.add("The norm of the forward solve, \""
                    + solver.norms().forward().name() + "\", has no effect: " + why() + ".");
        }
        if (chosen.test(Setting.ADJOINT_NORM)
                && (!isMeasuring() || !solver.gradients().adjoint().isStepping())) {
            found.add("The norm of the backward solve, \""
                    + solver.norms().adjoint().name() + "\", has no effect: "
                    + (isMeasuring()
                            ? "the " + solver.gradients().adjoint().id()
                                    + " adjoint goes back along the forward solve's steps"
                            : why())
                    + ".");
        }
        if (chosen.test(Setting.CONTROLLER) && solver.steps().controller().isAdaptive() && !isAdaptive()) {
            found.add("Step controller \"" + solver.steps().controller().name() + "\" has no effect: " + why()
                    + ", so that its steps are constant.");
        }
    }

    private void addSteps(List<String> found) {
        StepControl steps = solver.steps();
        boolean larger = steps.first() > steps.largest();
        if (chosen.test(Setting.FIRST_STEP) && steps.first() > 0 && (larger || steps.first() < steps.smallest())) {
            found.add("The first step, " + steps.first() + ", has no effect: no step is "
                    + (larger ? "larger than " + steps.largest() : "smaller than " + steps.smallest()) + ".");
        }
        if (isAdaptive()) {
            return;
        }
        if (chosen.test(Setting.SMALLEST_STEP)
                && steps.smallest() > 0
                && (steps.first() == 0 || steps.smallest() <= steps.first())) {
            found.add("The smallest step, " + steps.smallest() + ", has no effect: "
                    + (steps.first() == 0
                            ? "a step of constant size leads from output time to output time."
                            : "every step has the size " + steps.first() + "."));
        }
        if (chosen.test(Setting.LARGEST_STEP)
                && Double.isFinite(steps.largest())
                && steps.first() > 0
                && steps.largest() >= steps.first()) {
            found.add("The largest step, " + steps.largest() + ", has no effect: every step has the size "
                    + steps.first() + ".");
        }
    }

    private void addRest(List<String> found) {
        if (chosen.test(Setting.MODE)
                && solver.gradients().mode() == AdjointMode.LAZY
                && solver.method() instanceof Multistep) {
            found.add("Mode lazy has no effect on integrals: method \""
                    + solver.method().name() + "\" remembers the derivatives of every part.");
        }
        if (chosen.test(Setting.STORED_STEPS) && !isStoring()) {
            found.add("The number of stored steps, " + solver.gradients().storedSteps() + ", has no effect: adjoint "
                    + solver.gradients().adjoint().id() + " stores none.");
        }
        if (chosen.test(Setting.MEMORY_BUDGET) && !isStoring()) {
            found.add("The memory budget, " + solver.gradients().memoryBudget() + " bytes, has no effect: adjoint "
                    + solver.gradients().adjoint().id() + " stores no steps.");
        }
        if (chosen.test(Setting.BATCHING) && solver.batching() == Batching.PER_SAMPLE && !isAdaptive()) {
            found.add("Batching per-sample has no effect: constant steps are those of all samples.");
        }
    }

    private void addForwardNorm(List<String> found, Problem<?> problem) {
        if (chosen.test(Setting.FORWARD_NORM)
                && isMeasuring()
                && problem.parts().stream().noneMatch(solver.norms().forward()::measures)) {
            found.add("What the norm of the forward solve, \""
                    + solver.norms().forward().name()
                    + "\", leaves out has no effect: that is every part, so that all are measured.");
        }
    }

    private void addPartTolerances(List<String> found, Problem<?> problem) {
        if (!chosen.test(Setting.PART_TOLERANCES) || solver.tolerances().parts().isEmpty()) {
            return;
        }
        Set<String> heeded = toleranced(problem);
        List<String> others = solver.tolerances().parts().keySet().stream()
                .filter(part -> !heeded.contains(part))
                .map(part -> "\"" + part + "\"")
                .toList();
        if (!others.isEmpty()) {
            found.add((others.size() == 1 ? "The tolerance of part " : "The tolerances of parts ")
                    + others.stream().collect(Collectors.joining(", "))
                    + (others.size() == 1 ? " has" : " have") + " no effect: "
                    + (isMeasuring()
                            ? "norm \"" + solver.norms().forward().name() + "\" forward and "
                                    + (solver.gradients().adjoint().isStepping()
                                            ? "norm \""
                                                    + solver.norms().adjoint().name() + "\" backward"
                                            : "the "
                                                    + solver.gradients()
                                                            .adjoint()
                                                            .id() + " adjoint")
                                    + " measure no error there."
                            : why() + "."));
        }
    }

    /** Names of the parts whose tolerances steer a solve, forward or backward. */
    private <T extends TFloating> Set<String> toleranced(Problem<T> problem) {
        List<Part> parts =
                new ArrayList<>(new SolverSolves<>(solver, problem).forward().toleranced());
        if (solver.gradients().adjoint().isStepping() && solver.batching() == Batching.JOINT) {
            // Through events a gradient goes along solves between them.
            parts.addAll(new SolverSolves<>(solver, problem.withoutEvents())
                    .backward(true)
                    .toleranced());
        }
        Set<String> names = new HashSet<>();
        parts.forEach(part -> names.add(part.name()));
        return names;
    }

    /** Where a step leads from output time to output time and none is kept, nothing is interpolated. */
    private void addLinear(List<String> found, Problem<?> problem) {
        StepControl steps = solver.steps();
        boolean keeps =
                solver.output().dense() || solver.gradients().adjoint().method().keeps() == Storage.Kind.STEPS;
        if (chosen.test(Setting.LINEAR)
                && solver.output().linear()
                && !isAdaptive()
                && steps.first() == 0
                && !keeps
                && problem.events().isEmpty()) {
            found.add(
                    "Linear interpolation has no effect: a step of constant size leads from output time to output time.");
        }
    }
}
