package io.seminode.lab.bench;

import io.seminode.lab.bench.BenchProblem.Instance;
import io.seminode.lab.bench.BenchProblem.Sizes;
import io.seminode.solver.Adjoint;
import io.seminode.solver.GradientCheck;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.ExecutionOptions;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** Gradient checks of the problems of fixed sizes. */
public final class GradientChecks {
    private GradientChecks() {}

    /**
     * Checks a problem.
     *
     * @param float32 whether to solve in float32 instead of float64
     * @throws io.seminode.cli.error.CommandException if the problem can't be solved so at all, whatever the adjoint
     */
    public static GradientCheck.Report run(
            BenchProblem problem, Sizes sizes, Solver solver, ExecutionOptions execution, long seed, boolean float32) {
        // An adjoint that does not know the method has a row that says so; a norm that does not know the problem's
        // parts ends it.
        BenchRunner.benchmark(
                        problem.create(TFloat32.class, sizes, seed), solver.withAdjoint(Adjoint.BACKSOLVE), execution)
                .close();
        return float32
                ? check(problem.create(TFloat32.class, sizes, seed), solver, execution, seed)
                : check(problem.create(TFloat64.class, sizes, seed), solver, execution, seed);
    }

    private static <T extends TFloating> GradientCheck.Report check(
            Instance<T> instance, Solver solver, ExecutionOptions execution, long seed) {
        return GradientCheck.run(
                solver,
                instance.problem(),
                GradientTruth.doubles(instance.first()),
                instance.times().stream().mapToDouble(t -> t).toArray(),
                GradientTruth.doubles(instance.parameters()),
                execution,
                seed);
    }
}
