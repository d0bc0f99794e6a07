package io.seminode.lab.bench;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.report.Environment;
import io.seminode.lab.bench.BenchProblem.Instance;
import io.seminode.lab.bench.BenchProblem.Sizes;
import io.seminode.lab.bench.Benchmark.Measurement;
import io.seminode.solver.SolveStatistics;
import io.seminode.solver.Solver;
import io.seminode.solver.tensor.Device;
import io.seminode.solver.tensor.Engine;
import io.seminode.solver.tensor.ExecutionOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;
import org.tensorflow.types.TFloat32;

/** Times a problem on one engine, or on both and reports the faster. */
public final class BenchRunner {
    private static final int TRIAL_REPEATS = 3;

    private BenchRunner() {}

    /**
     * Measures.
     *
     * @param problem what to time
     * @param sizes its sizes
     * @param solver method, tolerances, norms and mode
     * @param engine the engine; {@code AUTO} tries both first
     * @param device where to run
     * @param repeats how many solves of each kind are timed
     * @param seed of weights and first state
     * @param gradientError whether the gradient is compared with a true one, which takes longer than the rest
     */
    public static BenchResult run(
            BenchProblem problem,
            Sizes sizes,
            Solver solver,
            Engine engine,
            Device device,
            int repeats,
            long seed,
            boolean gradientError) {
        Instance<TFloat32> instance = problem.create(TFloat32.class, sizes, seed);
        Engine chosen = engine == Engine.AUTO ? fastest(instance, solver, device) : engine;
        try (Benchmark benchmark = benchmark(instance, solver, new ExecutionOptions(chosen, device))) {
            Measurement measured = benchmark.measure(repeats);
            Long memory = peakRssMib(); // before the truth takes more
            Double error = gradientError
                    ? Double.valueOf(GradientTruth.relativeError(
                            measured.gradient(), GradientTruth.of(problem, sizes, solver, seed)))
                    : null;
            return result(problem, sizes, solver, chosen, instance, measured, memory, error);
        }
    }

    /**
     * Builds both solves, and runs none.
     *
     * @throws CommandException if the problem can't be solved so, forward or backward; the message says what was found
     */
    static Benchmark benchmark(Instance<TFloat32> instance, Solver solver, ExecutionOptions execution) {
        try {
            return new Benchmark(instance, solver, execution);
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(e);
        }
    }

    private static Engine fastest(Instance<TFloat32> instance, Solver solver, Device device) {
        Engine best = Engine.NATIVE;
        double least = Double.POSITIVE_INFINITY;
        for (Engine candidate : Engine.executors()) {
            try (Benchmark benchmark = benchmark(instance, solver, new ExecutionOptions(candidate, device))) {
                double total = benchmark.measure(TRIAL_REPEATS).totalMs();
                if (total < least) {
                    least = total;
                    best = candidate;
                }
            }
        }
        return best;
    }

    private static BenchResult result(
            BenchProblem problem,
            Sizes sizes,
            Solver solver,
            Engine engine,
            Instance<TFloat32> instance,
            Measurement measured,
            @Nullable Long memory,
            @Nullable Double gradientError) {
        return new BenchResult(
                "seminode",
                TensorFlow.version(),
                problem.name(),
                solver.norms().adjoint().name(),
                solver.method().name(),
                solver.tolerance().rtol(),
                solver.tolerance().atol(),
                sizes.batch(),
                instance.parameterCount(),
                rounded(measured.forwardMs(), 1e3),
                rounded(measured.backwardMs(), 1e3),
                measured.forward().evaluations(),
                measured.backward().evaluations(),
                measured.forward().accepted(),
                measured.forward().rejected(),
                measured.backward().accepted(),
                measured.backward().rejected(),
                rounded(measured.forwardMs() / measured.forward().evaluations(), 1e4),
                rounded(measured.backwardMs() / measured.backward().evaluations(), 1e4),
                measured.loss(),
                Runtime.getRuntime().availableProcessors(),
                memory,
                engine.id(),
                solver.gradients().mode().id(),
                solver.gradients().adjoint().id(),
                solver.batching().id(),
                sampleSteps(measured.forward()),
                gradientError);
    }

    /** Least, median and most accepted steps of a sample; null if all step together. */
    private static @Nullable List<Long> sampleSteps(SolveStatistics forward) {
        List<Long> steps = forward.samples().stream()
                .map(SolveStatistics::accepted)
                .sorted()
                .toList();
        int last = steps.size() - 1;
        return steps.isEmpty() ? null : List.of(steps.get(0), steps.get(last / 2), steps.get(last));
    }

    private static double rounded(double x, double to) {
        return Math.round(x * to) / to;
    }

    /** What Linux says; null elsewhere. */
    private static @Nullable Long peakRssMib() {
        String peak = Environment.procEntry(Path.of("/proc/self/status"), "VmHWM");
        return peak == null ? null : Long.parseLong(peak.replaceAll("\\D", "")) / 1024;
    }
}
