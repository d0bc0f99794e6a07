package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.support.Fixtures;
import io.seminode.solver.tensor.ExecutionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

/** One compiled solver in several threads. */
class ConcurrencyTest {
    private static final double[] TIMES = {0, 1, 2};

    private record Result(Solution solution, Gradient gradient) {}

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void twoThreadsGetWhatOneGets() throws Exception {
        Problem<TFloat64> problem = Problem.builder(TFloat64.class)
                .state("z", Shape.of(1, 2))
                .parameter("W", Shape.of(2, 2))
                .field((tf, t, y, theta) ->
                        NamedOperands.of("z", tf.math.sin(tf.linalg.matMul(y.get("z"), theta.get("W")))))
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (OdeSolver<TFloat64> shared = Solver.create().compile(problem, ExecutionOptions.NATIVE_CPU);
                OdeSolver<TFloat64> alone = Solver.create().compile(problem, ExecutionOptions.NATIVE_CPU)) {
            List<Future<Result>> futures = new ArrayList<>();
            for (int seed = 0; seed < 60; seed++) {
                long s = seed;
                futures.add(threads.submit(() -> run(shared, s)));
            }
            for (int seed = 0; seed < futures.size(); seed++) {
                Result expected = run(alone, seed);
                Result found = futures.get(seed).get();
                assertArrayEquals(expected.solution().all("z"), found.solution().all("z"), 1e-13);
                assertEquals(expected.solution().statistics(), found.solution().statistics());
                assertArrayEquals(
                        expected.gradient().parameter("W"), found.gradient().parameter("W"), 1e-12);
                assertArrayEquals(
                        expected.gradient().state("z"), found.gradient().state("z"), 1e-12);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Result run(OdeSolver<TFloat64> solver, long seed) {
        Map<String, double[]> parameters = Map.of("W", Fixtures.random(seed, 4, 2));
        Solution solution = solver.solve(Map.of("z", Fixtures.random(seed + 1000, 2, 1)), TIMES, parameters);
        Gradient gradient = solver.gradient(solution, Map.of("z", Fixtures.random(seed + 2000, 6, 1)), parameters);
        return new Result(solution, gradient);
    }
}
