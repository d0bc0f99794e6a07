package io.seminode.solver.internal.solve;

import io.seminode.solver.internal.adjoint.AdjointMethod;
import io.seminode.solver.internal.store.Storage;
import io.seminode.solver.internal.system.StepSettings;
import io.seminode.solver.problem.BatchingException;
import io.seminode.solver.problem.Problem;

/** What own step sizes per sample go together with. */
final class SampleRules {
    private SampleRules() {}

    /** Rejects problems and settings that they do not go together with. */
    static void require(Problem<?> problem, StepSettings settings, Storage storage) {
        if (problem.samples() == 0) {
            throw reject(
                    "a problem that does not say that it is one of samples",
                    "Take joint steps; or, if the field keeps its samples apart, add Problem.Builder.samples");
        }
        if (!problem.events().isEmpty()) {
            throw reject("a problem with events", "Solve it with joint steps, or each sample by itself");
        }
        if (!settings.isRepeatable()) {
            throw reject("an implicit or multistep method", "Take an explicit Runge-Kutta method, or joint steps");
        }
        if (settings.output().recordedSteps() > 0) {
            throw reject("recorded steps", "Leave Output.withRecordedSteps out: statistics are per sample");
        }
        if (storage.kind() == Storage.Kind.DENSE_OUTPUT) {
            throw reject("dense output", "Leave Solver.withDenseOutput out and name the output times");
        }
        if (storage.kind() == Storage.Kind.STEPS) {
            throw reject("an adjoint that interpolates", "Take the checkpointed adjoint");
        }
    }

    /** Rejects adjoints that there are none of per sample. */
    static void require(AdjointMethod adjoint) {
        if (!adjoint.knowsSamples()) {
            throw reject(
                    "the " + adjoint.name() + " adjoint, whose a_theta all samples have in common",
                    "Take the checkpointed adjoint");
        }
    }

    private static BatchingException reject(String found, String remedy) {
        return new BatchingException(
                "Own step sizes per sample do not go together with " + found + ". " + remedy + ".");
    }
}
