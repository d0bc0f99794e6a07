package io.seminode.models.symplectic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.VectorField;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.Gradients;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

class SymplecticOdeNetTest {
    private static final int BATCH = 5;

    @Test
    void hasThePapersNumberOfParameters() {
        assertEquals(509_108, SymplecticOdeNet.paper(0, 0.05).parameterCount());
    }

    @Test
    void sameSeedSameWeights() {
        SymplecticOdeNet net = new SymplecticOdeNet(6, 5, 4, 0, 0.05);
        Map<String, float[]> first = net.initialParameters(3);
        Map<String, float[]> second = net.initialParameters(3);
        assertEquals(net.parameters().stream().map(Parameter::name).toList(), List.copyOf(first.keySet()));
        first.forEach((name, values) -> assertArrayEquals(values, second.get(name), name));
        assertTrue(
                first.get("M_net.linear2.weight")[0] != net.initialParameters(4).get("M_net.linear2.weight")[0]);
    }

    @Test
    void fieldAndItsDerivativesEqualTheTextbookFormulas() {
        SymplecticOdeNet net = new SymplecticOdeNet(7, 6, 5, 0, 0.05);
        Map<String, double[]> fast =
                evaluate(net, net.problem(TFloat64.class, BATCH).field());
        Map<String, double[]> textbook = evaluate(net, new TextbookField(BATCH).field());
        assertEquals(textbook.keySet(), fast.keySet());
        assertTrue(fast.size() > 15);
        textbook.forEach((name, values) -> assertArrayEquals(values, fast.get(name), 1e-11, name));
    }

    @Test
    void levelOfThePotentialIsTheOnlyUnusedParameter() {
        SymplecticOdeNet net = new SymplecticOdeNet(7, 6, 5, 0, 0.05);
        var problem = net.problem(TFloat64.class, BATCH);
        assertEquals(
                List.of("V_net.linear3.bias"),
                net.parameters().stream()
                        .filter(p -> !problem.uses(p))
                        .map(Parameter::name)
                        .toList());
    }

    /** f, and a cotangent times its derivatives by state and parameters. */
    private static Map<String, double[]> evaluate(SymplecticOdeNet net, VectorField<TFloat64> field) {
        List<Parameter> used = net.parameters().stream()
                .filter(p -> !p.name().equals("V_net.linear3.bias"))
                .toList();
        List<TensorSpec> inputs = new ArrayList<>();
        net.parameters().forEach(p -> inputs.add(new TensorSpec(p.name(), TFloat64.class, p.shape())));
        inputs.add(new TensorSpec("x", TFloat64.class, Shape.of(BATCH, 8)));
        inputs.add(new TensorSpec("cotangent", TFloat64.class, Shape.of(BATCH, 8)));
        try (CompiledFunction function =
                        CompiledFunction.compile("field", inputs, ExecutionOptions.NATIVE_CPU, (tf, in) -> {
                            Map<String, Operand<TFloat64>> operands = new LinkedHashMap<>();
                            in.forEach((name, operand) -> operands.put(name, typed(operand)));
                            NamedOperands<TFloat64> all = NamedOperands.of(operands);
                            Operand<TFloat64> f = field.derivative(
                                            tf, tf.constant(0.0), NamedOperands.of("x", all.get("x")), all)
                                    .get("x");
                            List<Operand<?>> by = new ArrayList<>();
                            by.add(all.get("x"));
                            used.forEach(p -> by.add(all.get(p.name())));
                            List<Operand<?>> products =
                                    Gradients.vjp(tf, List.of(f), by, List.of(all.get("cotangent")));
                            Map<String, Operand<?>> outputs = new LinkedHashMap<>();
                            outputs.put("f", f);
                            outputs.put("by x", products.get(0));
                            for (int i = 0; i < used.size(); i++) {
                                outputs.put("by " + used.get(i).name(), products.get(i + 1));
                            }
                            return outputs;
                        });
                TensorMap arguments = arguments(net);
                TensorMap outputs = function.call(arguments.asMap())) {
            Map<String, double[]> values = new LinkedHashMap<>();
            outputs.names().forEach(name -> values.put(name, Tensors.toDoubles(outputs.get(name))));
            return values;
        }
    }

    private static TensorMap arguments(SymplecticOdeNet net) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, float[]> weights = net.initialParameters(11);
        for (Parameter parameter : net.parameters()) {
            float[] values = weights.get(parameter.name());
            double[] widened = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                widened[i] = values[i];
            }
            tensors.put(parameter.name(), Tensors.of(TFloat64.class, parameter.shape(), widened));
        }
        SplittableRandom random = new SplittableRandom(7);
        double[] x = new double[BATCH * 8];
        double[] cotangent = random.doubles(BATCH * 8, -1, 1).toArray();
        for (int i = 0; i < BATCH; i++) {
            double q1 = random.nextDouble(-3, 3);
            double q2 = random.nextDouble(-3, 3);
            double[] row = {
                Math.cos(q1),
                Math.cos(q2),
                Math.sin(q1),
                Math.sin(q2),
                random.nextDouble(-4, 4),
                random.nextDouble(-4, 4),
                random.nextDouble(-2, 2),
                random.nextDouble(-2, 2)
            };
            System.arraycopy(row, 0, x, i * 8, 8);
        }
        tensors.put("x", Tensors.of(TFloat64.class, Shape.of(BATCH, 8), x));
        tensors.put("cotangent", Tensors.of(TFloat64.class, Shape.of(BATCH, 8), cotangent));
        return new TensorMap(tensors);
    }

    @SuppressWarnings("unchecked") // everything here is float64
    private static Operand<TFloat64> typed(Operand<?> operand) {
        return (Operand<TFloat64>) operand;
    }
}
