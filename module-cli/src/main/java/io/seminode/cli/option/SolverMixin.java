package io.seminode.cli.option;

import io.seminode.solver.Adjoint;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Solver;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that solves and takes gradients: the solver, but for norms and tolerances. */
public final class SolverMixin {
    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "Runge-Kutta method, NAME or NAME:OPTION=VALUE,...; see: seminode list methods."
                    + " Default: dopri5, or the preset's.")
    private @Nullable String method;

    @Option(
            names = "--controller",
            paramLabel = "NAME",
            defaultValue = "integral",
            description = "Step controller, NAME or NAME:OPTION=VALUE,...; see: seminode list controllers."
                    + " Default: ${DEFAULT-VALUE}.")
    private String controller = "";

    @Option(
            names = "--first-step",
            paramLabel = "X",
            description = "Size of the first step; of every step with --controller constant and methods such as rk4.")
    private @Nullable Double first;

    @Option(
            names = "--min-step",
            paramLabel = "X",
            description = "Smallest step; one as small is accepted whatever its error.")
    private @Nullable Double smallest;

    @Option(names = "--max-step", paramLabel = "X", description = "Largest step.")
    private @Nullable Double largest;

    @Option(
            names = "--mode",
            paramLabel = "NAME",
            converter = SolverChoices.ModeChoice.class,
            description =
                    "lazy: faster where the norm leaves quadratures out; faithful: as torchdiffeq steps, and as in the"
                            + " paper's tables. Default: lazy, of compare faithful.")
    private @Nullable AdjointMode mode;

    @Option(
            names = "--adjoint",
            paramLabel = "NAME",
            converter = SolverChoices.AdjointChoice.class,
            defaultValue = "backsolve",
            completionCandidates = SolverChoices.AdjointNames.class,
            description = "How gradients are taken back: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
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

    @Option(
            names = "--max-steps",
            paramLabel = "N",
            defaultValue = "100000",
            description = "The most steps of one solve, accepted and rejected ones; one that needs more fails. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int maxSteps;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            description = "What one solve may take; one that takes longer fails. Needs the native engine, which auto"
                    + " then takes.")
    private @Nullable Double timeLimit;

    /**
     * The solver: a preset's or the usual one, with what was chosen.
     *
     * @param otherwise the mode if none was chosen
     * @throws IllegalArgumentException if a name is unknown, or a number can't be
     */
    public Solver solver(Solver base, AdjointMode otherwise) {
        return (method == null ? base : base.withMethod(method))
                .withController(controller)
                .withSteps(s -> first == null ? s : s.withFirst(first))
                .withSteps(s -> largest == null ? s : s.withLargest(largest))
                .withSteps(s -> smallest == null ? s : s.withSmallest(smallest))
                .withMaxSteps(maxSteps)
                .withLimits(l -> timeLimit == null ? l : l.withSeconds(timeLimit))
                .withMode(mode == null ? otherwise : mode)
                .withAdjoint(adjoint)
                .withGradients(g -> g.withStoredSteps(storedSteps).withMemoryBudget(memoryBudget << 20));
    }
}
