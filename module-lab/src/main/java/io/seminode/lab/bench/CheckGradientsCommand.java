package io.seminode.lab.bench;

import io.seminode.cli.option.OptionsWithoutEffect;
import io.seminode.cli.option.SolveOptions;
import io.seminode.cli.report.TextTable;
import io.seminode.cli.spi.Subcommand;
import io.seminode.solver.Adjoint;
import io.seminode.solver.GradientCheck.Report;
import io.seminode.solver.GradientCheck.Row;
import io.seminode.solver.Solver;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares the gradients of a problem by every adjoint. */
@Command(
        name = "check-gradients",
        description = {
            "Compare the gradients of a problem by every adjoint, and with finite differences.",
            "Says how far the first state is missed going back, and which adjoint to use. --adjoint is not looked at."
        })
public final class CheckGradientsCommand implements Subcommand, Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final BenchProblemOptions chosen = new BenchProblemOptions();

    @Mixin
    private final SolveOptions solving = new SolveOptions();

    @Option(
            names = "--float32",
            description = "Solve in float32, as in training, where rounding hides small errors. Default: float64.")
    private boolean float32;

    /** Made by the command line. */
    public CheckGradientsCommand() {}

    @Override
    public void run() {
        Solver solver = chosen.solver(solving);
        solving.requireDevice();
        OptionsWithoutEffect.say(
                spec,
                spec.commandLine().getErr(),
                List.of(solver.withAdjoint(Adjoint.INTERPOLATING)),
                Set.of()); // it stores
        Report report = GradientChecks.run(
                chosen.problem(), chosen.sizes(), solver, solving.execution(), chosen.seed(), float32);
        PrintWriter out = spec.commandLine().getOut();
        TextTable table = TextTable.withHeader(
                "adjoint", "evaluations", "accepted", "rejected", "from checkpointed", "from differences");
        for (Row row : report.rows()) {
            table.row(
                    row.adjoint().id(),
                    Long.toString(row.backward().evaluations()),
                    Long.toString(row.backward().accepted()),
                    Long.toString(row.backward().rejected()),
                    number(row.fromCheckpointed()),
                    number(row.fromDifferences()));
        }
        out.print(table.toText());
        report.rows().stream()
                .filter(row -> row.failure() != null)
                .forEach(row -> out.println(row.adjoint().id() + " failed: " + row.failure()));
        out.println("z(t0) missed going back by " + number(report.returnError()) + " of its size.");
        out.println("The slopes of the loss are " + number(report.solveError())
                + " off those of solves at a ten-thousandth of the tolerance.");
        if (report.solveError() > report.bound()) {
            out.println("That is more than " + number(report.bound())
                    + ": the solve itself misses what the loss depends on, which no adjoint can tell. Take a smaller"
                    + " tolerance, or --max-step.");
        }
        out.println("Use " + report.recommended().id() + ": the first whose gradient is within "
                + number(report.bound()) + " of the exact one (checkpointed).");
    }

    private static String number(double x) {
        return Double.isNaN(x) ? "-" : String.format(Locale.ROOT, "%.1e", x);
    }
}
