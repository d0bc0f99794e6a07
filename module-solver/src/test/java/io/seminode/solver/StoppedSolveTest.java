package io.seminode.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.control.StepController;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.InterruptedCallException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;

/** A native solve that is under way ends when its thread is interrupted, or when another thread closes its solver. */
class StoppedSolveTest {
    private static final Map<String, double[]> START = Map.of("z", new double[] {1});
    private static final double[] AGES = {0, 1e6};

    /** Explicit steps stay shorter than 3.5e-6. */
    private static final Problem<TFloat64> STIFF = Problem.builder(TFloat64.class)
            .state("z", Shape.of(1, 1))
            .samples()
            .field((tf, t, y, theta) -> NamedOperands.of("z", tf.math.mul(tf.constant(-1e6), y.get("z"))))
            .build();

    private static final Solver ENDLESS = Solver.create().withMaxSteps(Integer.MAX_VALUE);

    /** An action in a thread of its own. */
    private static final class Running {
        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private final Thread thread;

        Running(Runnable action) throws InterruptedException {
            thread = new Thread(() -> {
                try {
                    action.run();
                    end.complete(null);
                } catch (RuntimeException e) {
                    end.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
            // Compiled it is after a moment; it makes no difference to what is expected if it was not.
            Thread.sleep(500);
        }

        Throwable failure() {
            return assertThrows(ExecutionException.class, () -> end.get(60, TimeUnit.SECONDS))
                    .getCause();
        }
    }

    @ParameterizedTest
    @EnumSource
    void interrupted(Batching batching) throws InterruptedException {
        try (OdeSolver<TFloat64> solver = ENDLESS.withBatching(batching).compile(STIFF)) {
            Running running = new Running(() -> solver.solve(START, AGES, Map.of()));
            running.thread.interrupt();
            assertInstanceOf(InterruptedCallException.class, running.failure());
        }
    }

    @Test
    void interruptedBackward() throws InterruptedException {
        try (OdeSolver<TFloat64> forward =
                        Solver.create().withConstantSteps(1e6).compile(STIFF);
                OdeSolver<TFloat64> solver = ENDLESS.withConstantSteps(1e-3).compile(STIFF)) {
            Solution solution = forward.solve(Map.of("z", new double[1]), AGES, Map.of());
            Map<String, double[]> cotangents = Map.of("z", new double[2]);
            Running running = new Running(() -> solver.gradient(solution, cotangents, Map.of()));
            running.thread.interrupt();
            assertInstanceOf(InterruptedCallException.class, running.failure());
        }
    }

    @Test
    void closed() throws InterruptedException {
        OdeSolver<TFloat64> solver = ENDLESS.compile(STIFF);
        Running running = new Running(() -> solver.solve(START, AGES, Map.of()));
        solver.close();
        assertInstanceOf(IllegalStateException.class, running.failure());
    }

    /** Gives one factor, whatever happens. */
    private record Stubborn(double factor) implements StepController {
        @Override
        public String name() {
            return "stubborn";
        }

        @Override
        public String description() {
            return "For tests.";
        }

        @Override
        public double smallestFactor() {
            return 0.2;
        }

        @Override
        public Decision decide(
                Ops tf,
                Operand<TFloat64> errorRatio,
                Operand<TBool> accepted,
                int order,
                List<Operand<TFloat64>> memory) {
            return new Decision(tf.math.add(tf.zerosLike(errorRatio), tf.constant(factor)), memory);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 0, -1})
    void factorThatCannotBeIsTheControllersFault(double factor) {
        for (Batching batching : Batching.values()) {
            Solver stubborn =
                    Solver.create().withController(new Stubborn(factor)).withBatching(batching);
            try (OdeSolver<TFloat64> solver = stubborn.compile(STIFF)) {
                StepControllerException e = assertThrows(
                        StepControllerException.class, () -> solver.solve(START, new double[] {0, 1}, Map.of()));
                assertEquals("stubborn", e.controller());
                assertTrue(e.getMessage().contains("\"stubborn\""), e.getMessage());
                assertEquals(1, e.statistics().accepted() + e.statistics().rejected());
            }
        }
    }
}
