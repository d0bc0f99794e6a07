package io.seminode.solver.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.testkit.Evaluation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** Records of operands as rows, and loops over them. */
class BundleTest {
    private record Inner(List<Operand<TFloat64>> many, Optional<Operand<TFloat64>> maybe) {}

    private record Outer(
            Operand<TFloat64> one,
            Inner inner,
            NamedOperands<TFloat64> named,
            Map<String, Operand<TFloat64>> byName,
            @Nullable Operand<TFloat64> missing,
            String notAnOperand,
            List<Inner> nested) {}

    private record Count(Operand<TFloat64> soFar, List<Operand<TFloat64>> sums) {}

    private record Limit(Operand<TFloat64> end) {}

    private static Operand<TFloat64> number(Ops tf, double value) {
        return tf.constant(value);
    }

    private static Outer outer(Ops tf, int items) {
        Inner inner = new Inner(java.util.Collections.nCopies(items, number(tf, 2)), Optional.of(number(tf, 3)));
        return new Outer(
                number(tf, 1),
                inner,
                NamedOperands.of("a", number(tf, 4), "b", number(tf, 5)),
                Map.of("x", number(tf, 6)),
                null,
                "text",
                List.of(inner, inner));
    }

    @Test
    void aRowBecomesTheRecordThatItWasMadeOf() {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Outer outer = outer(tf, 2);
            Bundle<Outer> bundle = Bundle.like(outer);
            List<Operand<?>> row = bundle.flatten(outer);
            assertEquals(1 + 3 + 2 + 1 + 6, row.size());
            Outer again = bundle.of(row);
            assertEquals(row, bundle.flatten(again));
            assertSame(
                    outer.inner().maybe().orElseThrow(), again.inner().maybe().orElseThrow());
            assertEquals(List.of("a", "b"), List.copyOf(again.named().names()));
            assertSame(outer.byName().get("x"), again.byName().get("x"));
            assertNull(again.missing());
            assertEquals("text", again.notAnOperand());
            assertEquals("inner.many.1", bundle.names().get(2));
            assertEquals("named.b", bundle.names().get(5));
        }
    }

    @Test
    void anotherSizeIsRefusedByTheNameOfTheComponent() {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Bundle<Outer> bundle = Bundle.like(outer(tf, 2));
            String message = assertThrows(IllegalArgumentException.class, () -> bundle.flatten(outer(tf, 3)))
                    .getMessage();
            assertEquals("3 operands found in Outer.inner.many, expected 2.", message);
            assertThrows(IllegalArgumentException.class, () -> bundle.of(List.of(number(tf, 1))));
        }
    }

    @Test
    void aLoopCarriesARecord() {
        double[] second = Evaluation.of(List.of(Shape.scalar()), List.of(new double[] {4}), (tf, in) -> {
            Count last = Loops.whileLoop(
                    tf,
                    "count",
                    new Count(tf.constant(0.0), List.of(tf.constant(0.0), tf.constant(1.0))),
                    new Limit(in.get(0)),
                    (ops, count, limit) -> ops.math.less(count.soFar(), limit.end()),
                    (ops, count, limit) -> new Count(
                            ops.math.add(count.soFar(), ops.constant(1.0)),
                            count.sums().stream()
                                    .<Operand<TFloat64>>map(sum -> ops.math.add(sum, count.soFar()))
                                    .toList()));
            return last.sums().get(1);
        });
        assertEquals(1 + 0 + 1 + 2 + 3, second[0]);
    }
}
