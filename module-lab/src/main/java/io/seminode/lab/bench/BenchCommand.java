package io.seminode.lab.bench;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.option.Choice;
import io.seminode.cli.option.OptionsWithoutEffect;
import io.seminode.cli.option.SolveOptions;
import io.seminode.cli.spi.Subcommand;
import io.seminode.lab.bench.BenchProblem.Sizes;
import io.seminode.solver.Batching;
import io.seminode.solver.Solver;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times forward and backward solves of a problem. */
@Command(
        name = "bench",
        subcommands = {BenchAdjointsCommand.class, BenchAllCommand.class, BenchMethodsCommand.class},
        description = {
            "Time a forward and a backward solve, and print one line of JSON.",
            "Times are medians after a warm-up. Sizes and tolerances are the problem's own unless given."
        })
public final class BenchCommand implements Subcommand, Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final BenchProblemOptions chosen = new BenchProblemOptions();

    @Mixin
    private final SolveOptions solving = new SolveOptions();

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "5",
            description = "Timed solves of each kind. Default: ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--gradient-error",
            description = "Also compare the gradient with one in float64 at a tolerance of 1e-9, which takes long.")
    private boolean gradientError;

    @Option(
            names = "--batching",
            paramLabel = "NAME",
            converter = BatchingChoice.class,
            defaultValue = "joint",
            description = {
                "joint: one step size for all examples. per-sample: own ones, for mlp and symoden, with --adjoint",
                "checkpointed. Default: ${DEFAULT-VALUE}."
            })
    private Batching batching = Batching.JOINT;

    /** Made by the command line. */
    public BenchCommand() {}

    @Override
    public void run() {
        if (repeats < 1) {
            throw CommandException.wrongUsage("The number of repeats is " + repeats + ", expected 1 or more.");
        }
        Sizes sizes = chosen.sizes();
        Solver solver = chosen.solver(solving).withBatching(batching);
        solving.requireDevice();
        OptionsWithoutEffect.say(spec, spec.commandLine().getErr(), List.of(solver), Set.of());
        BenchResult result = BenchRunner.run(
                chosen.problem(),
                sizes,
                solver,
                solving.engine(),
                solving.device(),
                repeats,
                chosen.seed(),
                gradientError);
        spec.commandLine().getOut().println(result.toJson());
    }

    /** For picocli: how samples step, by its name. */
    static final class BatchingChoice extends Choice<Batching> {
        BatchingChoice() {
            super("batching", List.of(Batching.values()), Batching::id);
        }
    }
}
