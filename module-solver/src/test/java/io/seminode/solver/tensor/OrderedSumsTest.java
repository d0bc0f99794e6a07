package io.seminode.solver.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;

final class OrderedSumsTest {
    private static NodeDef sum(String name, String... inputs) {
        long terms = List.of(inputs).stream().filter(i -> !i.startsWith("^")).count();
        return NodeDef.newBuilder()
                .setName(name)
                .setOp("AddN")
                .addAllInput(List.of(inputs))
                .putAttr("N", AttrValue.newBuilder().setI(terms).build())
                .putAttr("T", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
                .build();
    }

    @Test
    void longSumsBecomeSumsOfTwoInTheOrderOfTheirTerms() {
        FunctionDef function = FunctionDef.newBuilder()
                .addNodeDef(sum("two", "a", "b"))
                .addNodeDef(sum("four", "a", "b", "c:z:0", "d", "^waits"))
                .build();
        GraphDef ordered = OrderedSums.in(GraphDef.newBuilder()
                .setLibrary(FunctionDefLibrary.newBuilder().addFunction(function))
                .build());
        List<NodeDef> nodes = ordered.getLibrary().getFunction(0).getNodeDefList();
        assertEquals(
                List.of(
                        sum("two", "a", "b"),
                        sum("four_of_2", "a", "b"),
                        sum("four_of_3", "four_of_2:sum:0", "c:z:0"),
                        sum("four", "four_of_3:sum:0", "d", "^waits")),
                nodes);
    }

    @Test
    void aGradientOfManyTermsIsWhatItWas() {
        TensorSpec input = new TensorSpec("x", TFloat32.class, Shape.of(2));
        try (CompiledFunction function = CompiledFunction.compile(
                        "many", List.of(input), ExecutionOptions.NATIVE_CPU, OrderedSumsTest::gradient);
                TensorMap arguments = new TensorMap(Map.of("x", Tensors.ofFloats(Shape.of(2), new float[] {1, 2})));
                TensorMap found = function.call(arguments.asMap())) {
            assertArrayEquals(new double[] {10, 49}, Tensors.toDoubles(found.get("dx")));
        }
    }

    /** Of 1 + x + x^2 + x^3 + x^4, which has x in it often. */
    private static Map<String, Operand<?>> gradient(Ops tf, Map<String, Operand<?>> inputs) {
        @SuppressWarnings("unchecked")
        Operand<TFloat32> x = (Operand<TFloat32>) inputs.get("x");
        Operand<TFloat32> y = x;
        Operand<TFloat32> power = x;
        for (int i = 2; i <= 4; i++) {
            power = tf.math.mul(power, x);
            y = tf.math.add(y, power);
        }
        return Map.of(
                "dx",
                Gradients.vjp(tf, List.of(y), List.of(x), List.of(tf.onesLike(x)))
                        .get(0));
    }
}
