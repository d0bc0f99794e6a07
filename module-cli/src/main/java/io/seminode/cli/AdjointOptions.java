package io.seminode.cli;

import io.seminode.solver.Adjoint;
import io.seminode.solver.Solver;
import picocli.CommandLine.Option;

/** Options of every command that takes gradients. */
final class AdjointOptions {
    @Option(
            names = "--adjoint",
            paramLabel = "NAME",
            converter = Choices.AdjointChoice.class,
            defaultValue = "backsolve",
            description = {
                "How gradients are taken: backsolve, interpolating, checkpointed or quadrature.",
                "Default: ${DEFAULT-VALUE}."
            })
    private Adjoint adjoint = Adjoint.BACKSOLVE;

    @Option(
            names = "--stored-steps",
            paramLabel = "N",
            defaultValue = "512",
            description = "How many steps of a solve are kept for the adjoint. Default: ${DEFAULT-VALUE}.")
    private int storedSteps;

    @Option(
            names = "--memory-budget",
            paramLabel = "MIB",
            defaultValue = "256",
            description = "Memory in MiB that this may take, which may allow fewer. Default: ${DEFAULT-VALUE}.")
    private long memoryBudget;

    /** A solver with the adjoint that was asked for. */
    Solver with(Solver solver) {
        return solver.withAdjoint(adjoint).withStoredSteps(storedSteps).withMemoryBudget(memoryBudget << 20);
    }
}
