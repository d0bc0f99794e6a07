package io.seminode.solver;

import io.seminode.solver.control.IntegralController;
import io.seminode.solver.control.StepController;
import io.seminode.solver.control.StepOptions;
import io.seminode.solver.control.Tolerance;
import io.seminode.solver.method.DormandPrince5;
import io.seminode.solver.method.RungeKuttaMethod;
import io.seminode.solver.norm.DefaultNorm;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.norm.Seminorm;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link Solver} in the making, as a copy of one. */
final class SolverDraft {
    private static final int DEFAULT_MAX_STEPS = 100_000;
    private static final int DEFAULT_STORED_STEPS = 512;
    private static final long DEFAULT_MEMORY_BUDGET = 256L << 20;

    RungeKuttaMethod method;
    double rtol;
    double atol;
    Norm forwardNorm;
    Norm adjointNorm;
    StepController controller;
    StepOptions stepOptions;
    Map<String, Tolerance> partTolerances;
    AdjointMode mode;
    Adjoint adjoint;
    int storedSteps;
    long memoryBudget;
    boolean denseOutput;
    int maxSteps;

    @Nullable
    Duration timeLimit;

    int recordedSteps;
    Batching batching;

    SolverDraft(Solver solver) {
        method = solver.method();
        rtol = solver.rtol();
        atol = solver.atol();
        forwardNorm = solver.forwardNorm();
        adjointNorm = solver.adjointNorm();
        controller = solver.askedController();
        stepOptions = solver.stepOptions();
        partTolerances = solver.partTolerances();
        mode = solver.mode();
        adjoint = solver.adjoint();
        storedSteps = solver.storedSteps();
        memoryBudget = solver.memoryBudget();
        denseOutput = solver.denseOutput();
        maxSteps = solver.maxSteps();
        timeLimit = solver.timeLimit();
        recordedSteps = solver.recordedSteps();
        batching = solver.batching();
    }

    Solver finished() {
        return new Solver(
                method,
                rtol,
                atol,
                forwardNorm,
                adjointNorm,
                controller,
                stepOptions,
                partTolerances,
                mode,
                adjoint,
                storedSteps,
                memoryBudget,
                denseOutput,
                maxSteps,
                timeLimit,
                recordedSteps,
                batching);
    }

    /** What {@link Solver#create} gives. */
    static Solver defaults() {
        return new Solver(
                new DormandPrince5(),
                1e-3,
                1e-6,
                new DefaultNorm(),
                new Seminorm(),
                new IntegralController(),
                StepOptions.NONE,
                Map.of(),
                AdjointMode.LAZY,
                Adjoint.BACKSOLVE,
                DEFAULT_STORED_STEPS,
                DEFAULT_MEMORY_BUDGET,
                false,
                DEFAULT_MAX_STEPS,
                null,
                0,
                Batching.JOINT);
    }
}
