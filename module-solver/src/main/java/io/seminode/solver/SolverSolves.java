package io.seminode.solver;

import io.seminode.solver.internal.adjoint.AdjointMethod;
import io.seminode.solver.internal.adjoint.AdjointSolve;
import io.seminode.solver.internal.adjoint.PartNames;
import io.seminode.solver.internal.event.EventAdjoint;
import io.seminode.solver.internal.solve.ForwardSolve;
import io.seminode.solver.internal.solve.InitialValueSolve;
import io.seminode.solver.internal.solve.SampleSolve;
import io.seminode.solver.internal.store.Storage;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.method.Multistep;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.problem.Problem;
import java.util.List;
import org.tensorflow.types.family.TFloating;

/**
 * The solves of a problem that a solver's settings stand for.
 *
 * @param solver the settings
 * @param problem what is solved
 */
record SolverSolves<T extends TFloating>(Solver solver, Problem<T> problem) {
    /** The forward solve. */
    InitialValueSolve<T> forward() {
        requireKnownParts();
        boolean hasEvents = !problem.events().isEmpty();
        if (solver.batching() == Batching.JOINT && hasEvents && solver.output().dense()) {
            throw new IllegalArgumentException("Found a problem with events and dense output, expected one of them:"
                    + " a step that an event cuts short is not kept. Leave Solver.withDenseOutput out and name the"
                    + " output times.");
        }
        AdjointMethod adjoint = solver.gradients().adjoint().method();
        Storage.Kind kind = solver.output().dense() ? Storage.Kind.DENSE_OUTPUT : adjoint.keeps();
        // Through events a gradient goes from point to point, along solves of its own: see EventGradient.
        Storage storage = new Storage(
                hasEvents ? Storage.Kind.NONE : kind,
                solver.gradients().storedSteps(),
                solver.gradients().memoryBudget());
        return solver.batching() == Batching.PER_SAMPLE
                ? new SampleSolve<>(problem, settings(solver.norms().forward()), isLazy(), storage)
                : new ForwardSolve<>(problem, settings(solver.norms().forward()), isLazy(), storage);
    }

    private void requireKnownParts() {
        if (solver.tolerances().parts().isEmpty()) {
            return;
        }
        List<String> known = PartNames.of(problem);
        for (String part : solver.tolerances().parts().keySet()) {
            if (!known.contains(part)) {
                throw new UnknownPartException(part, known);
            }
        }
    }

    /**
     * The backward solve.
     *
     * @param timeGradient whether the gradient by the times is wanted
     */
    AdjointSolve<T> backward(boolean timeGradient) {
        if (!problem.events().isEmpty()) {
            throw new IllegalArgumentException(
                    "Found a problem with events; inside a function a gradient goes from output"
                            + " to output only. Take it with OdeSolver.gradient.");
        }
        return forward()
                .adjoint(
                        solver.gradients().adjoint().method(),
                        settings(solver.norms().adjoint()),
                        timeGradient);
    }

    /** The adjoint of one event. */
    EventAdjoint<T> eventAdjoint(int event) {
        return new EventAdjoint<>(problem, settings(solver.norms().forward()), event);
    }

    /** A multistep method remembers derivatives of every part: none can be lazy. */
    private boolean isLazy() {
        return solver.gradients().mode() == AdjointMode.LAZY && !(solver.method() instanceof Multistep);
    }

    private StepSettings settings(Norm norm) {
        return new StepSettings(
                solver.methodInMode(),
                solver.gradients().mode() == AdjointMode.FAITHFUL,
                norm,
                solver.tolerances(),
                solver.steps().withController(solver.controller()),
                solver.limits(),
                solver.output());
    }
}
