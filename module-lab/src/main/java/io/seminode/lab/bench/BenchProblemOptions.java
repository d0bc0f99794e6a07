package io.seminode.lab.bench;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.option.NormOption;
import io.seminode.cli.option.SolveOptions;
import io.seminode.cli.option.SolverMixin;
import io.seminode.lab.bench.BenchProblem.Defaults;
import io.seminode.lab.bench.BenchProblem.Sizes;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Solver;
import io.seminode.solver.norm.Norm;
import io.seminode.solver.norm.Norms;
import io.seminode.solver.spi.Providers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which of the problems of fixed sizes is solved, and how. */
final class BenchProblemOptions {
    // Not required for picocli, which would miss it in "bench methods" too.
    @Parameters(
            paramLabel = "PROBLEM",
            arity = "0..1",
            converter = BenchProblems.ByName.class,
            completionCandidates = BenchProblems.Names.class,
            description = "What is solved: ${COMPLETION-CANDIDATES}.")
    private @Nullable BenchProblem problem;

    @Mixin
    private final SolverMixin solver = new SolverMixin();

    @Mixin
    private final NormOption norm = new NormOption();

    @Option(
            names = "--forward-norm",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Norm of the forward solve. Default: ${DEFAULT-VALUE}.")
    private String forwardNorm = "";

    @Option(names = "--batch", paramLabel = "N", description = "Number of examples.")
    private @Nullable Integer batch;

    @Option(names = "--hidden", paramLabel = "N", description = "Channels of mlp; width of symoden's mass matrix.")
    private @Nullable Integer hidden;

    @Option(names = "--width", paramLabel = "N", description = "Width of the network.")
    private @Nullable Integer width;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of weights and first state. Default: ${DEFAULT-VALUE}.")
    private long seed;

    BenchProblem problem() {
        BenchProblem chosen = problem;
        if (chosen == null) {
            throw CommandException.wrongUsage("Missing required parameter: 'PROBLEM', one of "
                    + String.join(
                            ", ",
                            BenchProblems.all().stream().map(BenchProblem::name).toList()) + ".");
        }
        return chosen;
    }

    long seed() {
        return seed;
    }

    /** The problem's sizes, where none were asked for. */
    Sizes sizes() {
        try {
            return problem().defaults().sizes().with(batch, hidden, width);
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(e);
        }
    }

    /** The solver that was asked for. */
    Solver solver(SolveOptions solving) {
        Defaults defaults = problem().defaults();
        try {
            Providers<Norm> norms = Norms.load();
            return solving.fitting(solver.solver(Solver.create(), AdjointMode.LAZY)
                    .withTolerances(solving.rtol(defaults.rtol()), solving.atol(defaults.atol()))
                    .withNorms(norms.get(forwardNorm), norms.get(norm.name())));
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(e);
        }
    }
}
