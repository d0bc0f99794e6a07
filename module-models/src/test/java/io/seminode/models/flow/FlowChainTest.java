package io.seminode.models.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.models.flow.FlowChain.Gradient;
import io.seminode.models.flow.FlowChain.Inverse;
import io.seminode.models.flow.FlowChain.Pass;
import io.seminode.solver.SolveStatistics;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.CompiledFunction;
import io.seminode.solver.tensor.ExecutionOptions;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

class FlowChainTest {
    private static final Shape IMAGE = Shape.of(8, 8, 1);
    private static final int BATCH = 2;
    private static final int SEED = 4711;
    private static final Solver TIGHT =
            Solver.create().withTolerances(1e-7, 1e-7).withOutput(o -> o.withRecordedSteps(200));

    private static FlowChain small(Divergence divergence) {
        return FlowChain.multiScale(IMAGE, 3, 2, new int[] {3}, divergence, List.of(), 1);
    }

    @ParameterizedTest
    @CsvSource({"28, 1, 32, 281928", "28, 1, 64, 1005384", "28, 1, 128, 3779400", "32, 3, 64, 1200600"})
    void hasThePapersNumbersOfParameters(int side, int channels, int width, long parameters) {
        FlowChain chain = FlowChain.multiScale(
                Shape.of(side, side, channels),
                3,
                4,
                new int[] {width, width, width},
                Divergence.GAUSSIAN,
                List.of(),
                1);
        assertEquals(
                parameters,
                chain.parameters().stream().mapToLong(p -> p.shape().size()).sum());
        assertEquals(12, chain.links().size());
        assertEquals(
                Shape.of(side / 4, side / 4, 16L * channels),
                chain.links().get(11).block().field().event());
    }

    /** Adds the outputs of a test to a function of x and the parameters. */
    private interface Body {
        Map<String, Operand<?>> build(Ops tf, Operand<TFloat64> x, NamedOperands<TFloat64> parameters);
    }

    private static Map<String, double[]> run(FlowChain chain, Map<String, double[]> values, Body body) {
        List<TensorSpec> inputs = new ArrayList<>();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Shape batch = IMAGE.prepend(BATCH);
        inputs.add(new TensorSpec("x", TFloat64.class, batch));
        tensors.put("x", Tensors.of(TFloat64.class, batch, values.get("x")));
        for (Parameter parameter : chain.parameters()) {
            inputs.add(new TensorSpec(parameter.name(), TFloat64.class, parameter.shape()));
            tensors.put(parameter.name(), Tensors.of(TFloat64.class, parameter.shape(), values.get(parameter.name())));
        }
        try (TensorMap given = new TensorMap(tensors);
                CompiledFunction function =
                        CompiledFunction.compile("test", inputs, ExecutionOptions.NATIVE_CPU, (tf, in) -> {
                            Map<String, Operand<TFloat64>> typed = new LinkedHashMap<>();
                            in.forEach((name, operand) -> typed.put(name, float64(operand)));
                            return body.build(tf, typed.get("x"), NamedOperands.of(typed));
                        });
                TensorMap outputs = function.call(given.asMap())) {
            Map<String, double[]> found = new LinkedHashMap<>();
            outputs.names().forEach(name -> found.put(name, Tensors.toDoubles(outputs.get(name))));
            SolveStatistics statistics = SolveStatistics.read(outputs, "outcome.");
            assertEquals(
                    statistics.accepted() + statistics.rejected(),
                    statistics.steps().size());
            return found;
        }
    }

    @SuppressWarnings("unchecked") // the specifications say so
    private static Operand<TFloat64> float64(Operand<?> operand) {
        return (Operand<TFloat64>) operand;
    }

    private static Map<String, double[]> values(FlowChain chain) {
        Map<String, double[]> values = new LinkedHashMap<>();
        chain.initialParameters(2).forEach((name, weights) -> {
            double[] larger = new double[weights.length];
            for (int i = 0; i < weights.length; i++) {
                larger[i] = 1.5 * weights[i];
            }
            values.put(name, larger);
        });
        values.put("x", new Random(6).doubles(IMAGE.size() * BATCH, -2, 2).toArray());
        return values;
    }

    private static Operand<TFloat64> loss(Ops tf, Pass<TFloat64> pass) {
        Operand<TFloat64> square = tf.math.square(pass.z());
        return tf.math.add(
                tf.reduceSum(square, tf.constant(new int[] {0, 1, 2, 3})),
                tf.reduceSum(pass.integrals().get(FlowBlock.LOG_DENSITY), tf.constant(0)));
    }

    @Test
    void inverseUndoesForward() {
        FlowChain chain = small(Divergence.GAUSSIAN);
        Map<String, double[]> values = values(chain);
        Map<String, double[]> found = run(chain, values, (tf, x, parameters) -> {
            Pass<TFloat64> pass = chain.forward(tf, TIGHT, x, tf.constant(0), parameters);
            Inverse<TFloat64> inverse = chain.inverse(tf, TIGHT, pass.z(), parameters);
            Map<String, Operand<?>> outputs =
                    new LinkedHashMap<>(inverse.outcome().asOutputs("outcome."));
            outputs.put("z", pass.z());
            outputs.put("back", inverse.x());
            return outputs;
        });
        double[] x = values.get("x");
        double moved = 0;
        for (int i = 0; i < x.length; i++) {
            moved = Math.max(moved, Math.abs(found.get("z")[i] - x[i]));
        }
        assertTrue(moved > 0.5, "the flow does something");
        assertArrayEquals(x, found.get("back"), 1e-5);
    }

    @ParameterizedTest
    @CsvSource({"GAUSSIAN", "RADEMACHER"})
    void gradientsGoThroughAllFlowsWithTheNoiseOfTheForwardSolve(Divergence divergence) {
        FlowChain chain = small(divergence);
        Map<String, double[]> values = values(chain);
        Body body = (tf, x, parameters) -> {
            Pass<TFloat64> pass = chain.forward(tf, TIGHT, x, tf.constant(SEED), parameters);
            Operand<TFloat64> two = tf.constant(2.0);
            Operand<TFloat64> ones = tf.onesLike(pass.integrals().get(FlowBlock.LOG_DENSITY));
            Gradient<TFloat64> gradient = chain.backward(
                    tf, TIGHT, pass, tf.math.mul(two, pass.z()), NamedOperands.of(FlowBlock.LOG_DENSITY, ones));
            Map<String, Operand<?>> outputs =
                    new LinkedHashMap<>(gradient.outcome().asOutputs("outcome."));
            outputs.put("loss", loss(tf, pass));
            outputs.put("x", gradient.x());
            outputs.putAll(gradient.parameters().asMap());
            return outputs;
        };
        Map<String, double[]> gradient = run(chain, values, body);
        Body lossOnly = (tf, x, parameters) -> {
            Pass<TFloat64> pass = chain.forward(tf, TIGHT, x, tf.constant(SEED), parameters);
            Map<String, Operand<?>> outputs = new LinkedHashMap<>(pass.outcome().asOutputs("outcome."));
            outputs.put("loss", loss(tf, pass));
            return outputs;
        };
        for (String name : List.of("x", "scale0.flow0.layer0.weight", "scale2.flow1.layer1.bias")) {
            double[] changed = values.get(name);
            double old = changed[1];
            double h = 1e-3;
            changed[1] = old + h;
            double above = run(chain, values, lossOnly).get("loss")[0];
            changed[1] = old - h;
            double below = run(chain, values, lossOnly).get("loss")[0];
            changed[1] = old;
            double found = gradient.get(name)[1];
            assertEquals((above - below) / (2 * h), found, 2e-4 * Math.max(1, Math.abs(found)), name);
        }
    }

    @Test
    void otherSeedsGiveOtherNoise() {
        FlowChain chain = small(Divergence.RADEMACHER);
        Map<String, double[]> values = values(chain);
        double[] losses = new double[3];
        int[] seeds = {1, 2, 1};
        for (int i = 0; i < seeds.length; i++) {
            int seed = seeds[i];
            losses[i] = run(chain, values, (tf, x, parameters) -> {
                        Pass<TFloat64> pass = chain.forward(tf, TIGHT, x, tf.constant(seed), parameters);
                        Map<String, Operand<?>> outputs =
                                new LinkedHashMap<>(pass.outcome().asOutputs("outcome."));
                        outputs.put("loss", loss(tf, pass));
                        return outputs;
                    })
                    .get("loss")[0];
        }
        assertEquals(losses[0], losses[2]);
        assertTrue(Math.abs(losses[0] - losses[1]) > 1e-3);
    }

    @Test
    void oddImagesCannotBeSqueezed() {
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> FlowChain.multiScale(Shape.of(7, 8, 1), 2, 1, new int[] {2}, Divergence.EXACT, List.of(), 1));
        assertTrue(e.getMessage().contains("even"), e.getMessage());
    }
}
