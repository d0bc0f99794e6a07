package io.seminode.lab.verify;

import io.seminode.solver.AdjointMode;
import io.seminode.solver.Gradient;
import io.seminode.solver.OdeSolver;
import io.seminode.solver.Solution;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Problem;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.tensorflow.types.family.TFloating;

/** A solution with the gradient of a loss, by the continuous adjoint. */
record AdjointSolve(Solution solution, Gradient gradient) {
    /** Above the error of a solve with {@link #tight} tolerances on the reference's problems by a wide margin. */
    static final double TRUTH_BOUND = 1e-6;

    private static final double TIGHT = 1e-10;

    /** The solver that is compared with a reference's "truth": in both modes, each with the norm it is made for. */
    static Solver tight(Workbench bench, AdjointMode mode) {
        return Solver.create()
                .withTolerances(TIGHT, TIGHT)
                .withNorm(bench.norm(mode == AdjointMode.LAZY ? "seminorm" : "default"))
                .withMode(mode);
    }

    /**
     * Solves a problem of one part forward and backward.
     *
     * @param y0 the first state
     * @param cotangent from the solution, [times, ...], the derivative of the loss by it
     */
    static <T extends TFloating> AdjointSolve of(
            Workbench bench,
            Solver solver,
            Problem<T> problem,
            double[] y0,
            double[] times,
            Map<String, double[]> parameters,
            UnaryOperator<double[]> cotangent,
            boolean timeGradient) {
        String part = problem.parts().get(0).name();
        return of(
                bench,
                solver,
                problem,
                Map.of(part, y0),
                times,
                parameters,
                solution -> Map.of(part, cotangent.apply(solution.all(part))),
                timeGradient);
    }

    /**
     * Solves forward and backward.
     *
     * @param y0 the first state, by part
     * @param cotangents from the solution, for each part the derivative of the loss by its values, [times, ...]
     */
    static <T extends TFloating> AdjointSolve of(
            Workbench bench,
            Solver solver,
            Problem<T> problem,
            Map<String, double[]> y0,
            double[] times,
            Map<String, double[]> parameters,
            Function<Solution, Map<String, double[]>> cotangents,
            boolean timeGradient) {
        // The forward solve is the same for all adjoint norms, and so is its compiled function.
        Solution solution = bench.compile(solver.withNorm(solver.norms().forward()), problem)
                .solve(y0, times, parameters);
        OdeSolver<T> compiled = bench.compile(solver, problem);
        Gradient gradient = timeGradient
                ? compiled.gradientWithTimes(solution, cotangents.apply(solution), parameters)
                : compiled.gradient(solution, cotangents.apply(solution), parameters);
        return new AdjointSolve(solution, gradient);
    }

    /** Compares what both solves of a run cost and where they stepped. */
    <T extends TFloating> Precision compareSteps(
            Findings findings, Fields run, Solver solver, Problem<T> problem, boolean timeGradient) {
        return compareSteps(findings, "", run.object("forward"), run.object("backward"), solver, problem, timeGradient);
    }

    /**
     * The same for one of several solves.
     *
     * @param prefix tells it from others in findings: "flow 1 "
     */
    <T extends TFloating> Precision compareSteps(
            Findings findings,
            String prefix,
            Fields expectedForward,
            Fields expectedBackward,
            Solver solver,
            Problem<T> problem,
            boolean timeGradient) {
        double forward = 0;
        double backward = 0;
        for (var part : problem.parts()) {
            forward = Math.max(forward, Precision.magnitude(solution.all(part.name())));
            backward = Math.max(backward, Precision.magnitude(gradient.state(part.name())));
        }
        backward = Math.max(forward, backward);
        for (var parameter : problem.learntParameters()) {
            backward = Math.max(backward, Precision.magnitude(gradient.parameter(parameter.name())));
        }
        Precision ahead = Precision.of(problem.type(), solver, forward).given(expectedForward, solver);
        Precision back = Precision.of(problem.type(), solver, backward).given(expectedBackward, solver);
        SolveChecks.compare(
                findings,
                prefix + "forward",
                solution.statistics(),
                SolveChecks.Expected.forward(expectedForward, solver, solution.times()),
                ahead);
        SolveChecks.compare(
                findings,
                prefix + "backward",
                gradient.statistics(),
                SolveChecks.Expected.backward(expectedBackward, solver, solution.times(), timeGradient),
                back);
        return back.or(ahead);
    }
}
