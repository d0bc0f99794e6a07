package io.seminode.lab.bench;

import io.seminode.models.nn.Linear;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** A small network: z' = W2 tanh(W1 tanh(W0 z + b0) + b1) + b2, z [batch, hidden], t from 0 to 1. */
final class MlpBench implements BenchProblem {
    private static final String STATE = "z";

    MlpBench() {}

    @Override
    public String name() {
        return "mlp";
    }

    @Override
    public Defaults defaults() {
        return new Defaults(new Sizes(32, 8, 16), 1e-4, 1e-6);
    }

    @Override
    public <T extends TFloating> Instance<T> create(Class<T> type, Sizes sizes, long seed) {
        List<Linear> layers = List.of(
                new Linear("layer0", sizes.hidden(), sizes.width()),
                new Linear("layer1", sizes.width(), sizes.width()),
                new Linear("layer2", sizes.width(), sizes.hidden()));
        SplittableRandom weights = new SplittableRandom(seed);
        Map<String, float[]> parameters = new LinkedHashMap<>();
        Problem.Builder<T> problem = Problem.builder(type)
                .state(STATE, Shape.of(sizes.batch(), sizes.hidden()))
                .samples()
                .field((tf, t, y, p) -> NamedOperands.of(STATE, field(tf, layers, p, y.get(STATE))));
        for (Linear layer : layers) {
            layer.parameters().forEach(problem::parameter);
            layer.initialise(weights, parameters);
        }
        Random normal = new Random(seed);
        float[] first = new float[sizes.batch() * sizes.hidden()];
        for (int i = 0; i < first.length; i++) {
            first[i] = (float) normal.nextGaussian();
        }
        return new Instance<>(
                problem.build(), Map.of(STATE, first), parameters, List.of(0.0, 1.0), Loss.MEAN_SQUARE_AT_END);
    }

    private static <T extends TFloating> Operand<T> field(
            Ops tf, List<Linear> layers, NamedOperands<T> parameters, Operand<T> z) {
        Operand<T> h = tf.math.tanh(layers.get(0).apply(tf, parameters, z));
        h = tf.math.tanh(layers.get(1).apply(tf, parameters, h));
        return layers.get(2).apply(tf, parameters, h);
    }
}
