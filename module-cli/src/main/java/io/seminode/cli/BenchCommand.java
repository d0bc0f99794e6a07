package io.seminode.cli;

import io.seminode.cli.bench.BenchProblem;
import io.seminode.cli.bench.BenchProblem.Defaults;
import io.seminode.cli.bench.BenchProblem.Sizes;
import io.seminode.cli.bench.BenchRunner;
import io.seminode.solver.AdjointMode;
import io.seminode.solver.Solver;
import io.seminode.solver.method.RungeKuttaMethods;
import io.seminode.solver.norm.DefaultNorm;
import io.seminode.solver.norm.Norms;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Times forward and backward solves of a problem. */
@Command(
        name = "bench",
        description = {
            "Time a forward and a backward solve, and print one line of JSON.",
            "Times are medians after a warm-up. Sizes and tolerances are the problem's own unless given."
        })
final class BenchCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            paramLabel = "PROBLEM",
            converter = Choices.BenchProblemChoice.class,
            completionCandidates = Help.BenchNames.class,
            description = "What is solved: ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it: the parameter is required
    private BenchProblem problem;

    @Mixin
    private final SolveOptions solving = new SolveOptions();

    @Option(
            names = "--norm",
            paramLabel = "NAME",
            defaultValue = "seminorm",
            description =
                    "Norm of the backward solve, NAME or NAME:OPTION=VALUE,...; see: seminode list norms. Default: ${DEFAULT-VALUE}.")
    private String norm = "";

    @Option(names = "--batch", paramLabel = "N", description = "Number of examples.")
    private @Nullable Integer batch;

    @Option(names = "--hidden", paramLabel = "N", description = "Channels of mlp; width of symoden's mass matrix.")
    private @Nullable Integer hidden;

    @Option(names = "--width", paramLabel = "N", description = "Width of the network.")
    private @Nullable Integer width;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "dopri5",
            description = "Runge-Kutta method; see: seminode list methods. Default: ${DEFAULT-VALUE}.")
    private String method = "";

    @Option(
            names = "--mode",
            paramLabel = "NAME",
            converter = Choices.ModeChoice.class,
            defaultValue = "lazy",
            description = "faithful: step by step as torchdiffeq; lazy: faster. Default: ${DEFAULT-VALUE}.")
    private AdjointMode mode = AdjointMode.LAZY;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "5",
            description = "Timed solves of each kind. Default: ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of weights and first state. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public void run() {
        if (repeats < 1) {
            throw CommandException.wrongUsage("The number of repeats is " + repeats + ", expected 1 or more.");
        }
        Defaults defaults = problem.defaults();
        Sizes sizes;
        Solver solver;
        try {
            sizes = defaults.sizes().with(batch, hidden, width);
            solver = Solver.create()
                    .withMethod(RungeKuttaMethods.load().get(method))
                    .withTolerances(solving.rtol(defaults.rtol()), solving.atol(defaults.atol()))
                    .withNorms(new DefaultNorm(), Norms.load().get(norm))
                    .withMode(mode);
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(e);
        }
        solving.requireDevice();
        spec.commandLine()
                .getOut()
                .println(BenchRunner.run(
                                problem, sizes, solver, solving.engine().engine(), solving.device(), repeats, seed)
                        .toJson());
    }
}
