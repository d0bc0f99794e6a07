package io.seminode.solver.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.OdeSolver;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

class EngineTrialTest {
    private static final TensorSpec X = new TensorSpec("x", TFloat64.class, Shape.of(2));
    private static final int ENOUGH_CALLS = 20_000;

    private record Halved(Operand<TInt32> rounds, Operand<TFloat64> x) {}

    private record Nothing() {}

    /** A loop of small operations costs natively many times what it costs in one XLA program. */
    private static Map<String, Operand<?>> loop(Ops tf, Map<String, Operand<?>> in) {
        Halved end = Loops.whileLoop(
                tf,
                "count",
                new Halved(tf.constant(0), typed(in.get("x"))),
                new Nothing(),
                (ops, halved, nothing) -> ops.math.less(halved.rounds(), ops.constant(200)),
                (ops, halved, nothing) -> new Halved(
                        ops.math.add(halved.rounds(), ops.constant(1)), ops.math.mul(halved.x(), ops.constant(0.5))));
        return Map.of("y", end.x());
    }

    @SuppressWarnings("unchecked")
    private static <U extends org.tensorflow.types.family.TType> Operand<U> typed(Operand<?> operand) {
        return (Operand<U>) operand;
    }

    private static double call(CompiledFunction function) {
        try (TensorMap inputs = new TensorMap(Map.of("x", TFloat64.vectorOf(1, 2)));
                TensorMap outputs = function.call(inputs.asMap())) {
            return Tensors.toDoubles(outputs.get("y"))[1];
        }
    }

    @Test
    void aFunctionOfSmallOperationsIsRunByXlaOnceThatPays() {
        try (CompiledFunction function =
                CompiledFunction.compile("halve", List.of(X), ExecutionOptions.AUTO_CPU, EngineTrialTest::loop)) {
            assertEquals(Engine.NATIVE, function.engine());
            double first = call(function);
            assertEquals(Engine.NATIVE, function.engine());
            for (int i = 0; i < ENOUGH_CALLS && function.engine() == Engine.NATIVE; i++) {
                call(function);
            }
            assertEquals(Engine.XLA, function.engine());
            assertEquals(2 * Math.pow(0.5, 200), first);
            assertEquals(first, call(function));
        }
    }

    @Test
    void aFunctionThatXlaCannotCompileStaysNative() {
        CompiledFunction.Body body =
                (tf, in) -> Map.of("y", tf.math.mul(EngineTrialTest.<TFloat64>typed(in.get("x")), clock(tf)));
        try (CompiledFunction function =
                CompiledFunction.compile("clock", List.of(X), ExecutionOptions.AUTO_CPU, body)) {
            for (int i = 0; i < ENOUGH_CALLS; i++) {
                assertTrue(call(function) > 0);
            }
            assertEquals(Engine.NATIVE, function.engine());
        }
    }

    private static Operand<TFloat64> clock(Ops tf) {
        return tf.timestamp();
    }

    @Test
    void aLimitOfTimeKeepsASolveNative() {
        Problem<TFloat64> decay = Problem.builder(TFloat64.class)
                .state("z", Shape.of(1))
                .field((tf, t, y, p) -> y.map(z -> tf.math.neg(z)))
                .build();
        Solver solver = Solver.create().withTimeLimit(java.time.Duration.ofMinutes(1));
        try (OdeSolver<TFloat64> ode = solver.compile(decay, ExecutionOptions.AUTO_CPU)) {
            double end = ode.solve(Map.of("z", new double[] {1}), new double[] {0, 1}, Map.of())
                    .last("z")[0];
            assertEquals(Math.exp(-1), end, 1e-3);
        }
    }
}
