package io.seminode.solver.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** Compiled functions, loops in them, and numbers on their way in and out. */
class CompiledFunctionTest {
    private static final List<TensorSpec> INPUTS = List.of(
            new TensorSpec("x", TFloat64.class, Shape.of(2)), new TensorSpec("n", TInt32.class, Shape.scalar()));

    @SuppressWarnings("unchecked") // as specified above
    private static <T extends TType> Operand<T> input(Map<String, Operand<?>> in, String name) {
        return (Operand<T>) in.get(name);
    }

    private record Doubled(Operand<TInt32> rounds, Operand<TFloat64> x) {}

    private record Rounds(Operand<TInt32> n) {}

    private record Growing(Operand<TFloat64> x) {}

    private record Nothing() {}

    /** Doubles x n times. */
    private static Map<String, Operand<?>> doubled(Ops tf, Map<String, Operand<?>> in) {
        Doubled last = Loops.whileLoop(
                tf,
                "test",
                new Doubled(tf.constant(0), input(in, "x")),
                new Rounds(input(in, "n")),
                (ops, doubled, wanted) -> ops.math.less(doubled.rounds(), wanted.n()),
                (ops, doubled, wanted) -> new Doubled(
                        ops.math.add(doubled.rounds(), ops.constant(1)), ops.math.add(doubled.x(), doubled.x())));
        Map<String, Operand<?>> outputs = new LinkedHashMap<>();
        outputs.put("rounds", last.rounds());
        outputs.put("y", last.x());
        outputs.put("x", in.get("x"));
        return outputs;
    }

    private static Map<String, Tensor> arguments(int rounds) {
        Map<String, Tensor> arguments = new LinkedHashMap<>();
        arguments.put("x", Tensors.of(TFloat64.class, Shape.of(2), 1, -3));
        arguments.put("n", TInt32.scalarOf(rounds));
        arguments.put("not asked for", TFloat32.scalarOf(1));
        return arguments;
    }

    /** Forgotten, not closed: the memory goes when the garbage collector has been there. */
    @Test
    void forgottenFunctionIsFreed() throws InterruptedException {
        FunctionMemory memory = CompiledFunction.compile(
                        "doubled", INPUTS, ExecutionOptions.NATIVE_CPU, CompiledFunctionTest::doubled)
                .memory();
        for (int i = 0; i < 200 && !memory.isFreed(); i++) {
            System.gc();
            Thread.sleep(50);
        }
        assertTrue(memory.isFreed());
    }

    @ParameterizedTest
    @EnumSource
    void closedFunctionIsCalledNoMore(Engine engine) {
        CompiledFunction function = CompiledFunction.compile(
                "doubled", INPUTS, ExecutionOptions.NATIVE_CPU.withEngine(engine), CompiledFunctionTest::doubled);
        function.close();
        function.close();
        try (TensorMap in = new TensorMap(arguments(1))) {
            assertThrows(IllegalStateException.class, () -> function.call(in.asMap()));
        }
        TensorMap closed = new TensorMap(arguments(1));
        closed.close();
        closed.close();
        assertThrows(IllegalStateException.class, () -> closed.get("n"));
        assertThrows(IllegalStateException.class, closed::asMap);
        assertThrows(IllegalStateException.class, () -> closed.put("n", TInt32.scalarOf(1)));
    }

    @ParameterizedTest
    @EnumSource
    void loopRuns(Engine engine) {
        try (CompiledFunction function = CompiledFunction.compile(
                "doubled", INPUTS, ExecutionOptions.NATIVE_CPU.withEngine(engine), CompiledFunctionTest::doubled)) {
            assertEquals(List.of("rounds", "y", "x"), function.outputs());
            assertEquals(INPUTS, function.inputs());
            for (int rounds : new int[] {0, 1, 5}) {
                try (TensorMap in = new TensorMap(arguments(rounds));
                        TensorMap out = function.call(in.asMap())) {
                    double factor = 1 << rounds;
                    assertEquals(rounds, Tensors.toDouble(out.get("rounds")));
                    assertArrayEquals(new double[] {factor, -3 * factor}, Tensors.toDoubles(out.get("y")));
                    assertArrayEquals(new double[] {1, -3}, Tensors.toDoubles(out.get("x")));
                }
            }
        }
    }

    @Test
    void wrongArgumentsAreNamed() {
        try (CompiledFunction function = CompiledFunction.compile(
                        "doubled", INPUTS, ExecutionOptions.NATIVE_CPU, CompiledFunctionTest::doubled);
                TensorMap in = new TensorMap(arguments(1));
                TFloat64 three = Tensors.of(TFloat64.class, Shape.of(3), 1, 2, 3);
                TFloat32 single = Tensors.of(TFloat32.class, Shape.of(2), 1, 2)) {
            for (Tensor wrong : new Tensor[] {three, single}) {
                Map<String, Tensor> arguments = new LinkedHashMap<>(in.asMap());
                arguments.put("x", wrong);
                IllegalArgumentException e =
                        assertThrows(IllegalArgumentException.class, () -> function.call(arguments));
                assertTrue(e.getMessage().contains("\"x\"") && e.getMessage().contains("[2]"), e.getMessage());
            }
            Map<String, Tensor> incomplete = new LinkedHashMap<>(in.asMap());
            incomplete.remove("n");
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> function.call(incomplete));
            assertTrue(e.getMessage().contains("\"n\""), e.getMessage());
        }
    }

    @Test
    void loopThatChangesAShapeIsRefused() {
        CompiledFunction.Body growing = (tf, in) -> Map.of(
                "y",
                Loops.whileLoop(
                                tf,
                                "growing",
                                new Growing(input(in, "x")),
                                new Nothing(),
                                (ops, grown, nothing) -> ops.constant(false),
                                (ops, grown, nothing) -> new Growing(ops.constant(new double[3])))
                        .x());
        IllegalStateException e = assertThrows(
                IllegalStateException.class,
                () -> CompiledFunction.compile("f", INPUTS, ExecutionOptions.NATIVE_CPU, growing));
        assertTrue(e.getMessage().contains("\"growing\""), e.getMessage());
    }

    @Test
    void specificationsAreStatic() {
        assertThrows(IllegalArgumentException.class, () -> new TensorSpec(" ", TFloat64.class, Shape.of(1)));
        assertThrows(IllegalArgumentException.class, () -> new TensorSpec("x", TFloat64.class, Shape.of(-1)));
    }

    @Test
    void numbersOfEveryTypeAreRead() {
        try (TFloat32 floats = Tensors.of(TFloat32.class, Shape.of(2), 0.1, -2);
                TFloat64 doubles = Tensors.of(TFloat64.class, Shape.of(1, 2), 0.1, -2);
                TInt32 ints = TInt32.vectorOf(1, -2);
                TInt64 longs = TInt64.vectorOf(1L << 40, -2);
                TString text = TString.scalarOf("x")) {
            assertArrayEquals(new double[] {0.1f, -2}, Tensors.toDoubles(floats));
            assertArrayEquals(new double[] {0.1, -2}, Tensors.toDoubles(doubles));
            assertArrayEquals(new double[] {1, -2}, Tensors.toDoubles(ints));
            assertArrayEquals(new double[] {1L << 40, -2}, Tensors.toDoubles(longs));
            assertThrows(IllegalArgumentException.class, () -> Tensors.toDoubles(text));
            assertThrows(IllegalArgumentException.class, () -> Tensors.toDouble(ints));
        }
        assertThrows(IllegalArgumentException.class, () -> Tensors.of(TFloat64.class, Shape.of(2), 1));
        assertThrows(IllegalArgumentException.class, () -> Tensors.of(TInt64.class, Shape.of(1), 1));
    }

    @Test
    void mapOwnsItsTensors() {
        TFloat64 taken;
        TFloat64 kept = TFloat64.scalarOf(2);
        try (TensorMap map = new TensorMap(Map.of("a", TFloat64.scalarOf(1), "b", kept))) {
            taken = (TFloat64) map.take("a");
            assertThrows(IllegalArgumentException.class, () -> map.get("a"));
            assertThrows(UnsupportedOperationException.class, () -> map.asMap().clear());
        }
        try (taken) {
            assertEquals(1, Tensors.toDouble(taken));
        }
        assertThrows(IllegalStateException.class, () -> Tensors.toDouble(kept));
    }
}
