package io.seminode.models.train;

import io.seminode.data.Examples;
import io.seminode.models.ModelKind;
import io.seminode.models.SymbolicLoss;
import io.seminode.models.TrainableModel;
import io.seminode.models.nn.Linear;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.symbolic.SymbolicGradient;
import io.seminode.solver.symbolic.SymbolicSolution;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** The smallest model that has everything: z' = tanh(W z + b), noise on the first state, a measure beside the loss. */
public final class ToyModel implements TrainableModel {
    /** For files. */
    public static final ModelKind<Settings> KIND =
            new ModelKind<>("toy", "for tests", Settings.class, s -> new ToyModel(s.width()));

    private static final String STATE = "x";
    private static final String TARGET = "y";
    private static final String NOISE = "noise";
    private static final int CHANNELS = 2;

    private final Linear layer = new Linear("layer", CHANNELS, CHANNELS);
    private final int width;

    ToyModel(int width) {
        this.width = width;
    }

    /** What it is rebuilt from. */
    public record Settings(int width) {}

    @Override
    public String kind() {
        return KIND.name();
    }

    @Override
    public Record settings() {
        return new Settings(width);
    }

    @Override
    public List<Parameter> parameters() {
        return layer.parameters();
    }

    @Override
    public Map<String, float[]> initialParameters(long seed) {
        Map<String, float[]> values = new LinkedHashMap<>();
        layer.initialise(new SplittableRandom(seed), values);
        return values;
    }

    @Override
    public List<TensorSpec> batch(int size) {
        return List.of(
                new TensorSpec(STATE, TFloat32.class, Shape.of(size, CHANNELS)),
                new TensorSpec(TARGET, TFloat32.class, Shape.of(size, CHANNELS)),
                new TensorSpec(NOISE, TFloat32.class, Shape.of(size, CHANNELS)));
    }

    @Override
    public Map<String, float[]> draw(int size, SplittableRandom random) {
        float[] noise = new float[size * CHANNELS];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextDouble(-0.01, 0.01);
        }
        return Map.of(NOISE, noise);
    }

    private Problem<TFloat32> problem(int size) {
        Problem.Builder<TFloat32> builder = Problem.builder(TFloat32.class)
                .state(STATE, Shape.of(size, CHANNELS))
                .field((tf, t, y, p) -> NamedOperands.of(STATE, tf.math.tanh(layer.apply(tf, p, y.get(STATE)))));
        parameters().forEach(builder::parameter);
        return builder.build();
    }

    @Override
    public SymbolicLoss loss(
            Ops tf,
            NamedOperands<TFloat32> parameters,
            Map<String, Operand<?>> batch,
            int size,
            Solver solver,
            boolean withGradient) {
        Problem<TFloat32> problem = problem(size);
        Operand<TFloat64> times = tf.constant(new double[] {0, 1});
        Operand<TFloat32> first = tf.math.add(Slots.typed(batch, STATE), Slots.typed(batch, NOISE));
        SymbolicSolution<TFloat32> solution =
                solver.solve(tf, problem, NamedOperands.of(STATE, first), times, 2, parameters);
        Operand<TFloat32> last = tf.gather(solution.values().get(STATE), tf.constant(1), tf.constant(0));
        Operand<TFloat32> difference = tf.math.sub(last, Slots.typed(batch, TARGET));
        Operand<TFloat32> perExample = tf.math.mean(tf.math.square(difference), tf.constant(1));
        Operand<TFloat32> mean = tf.math.mean(perExample, tf.constant(0));
        NamedOperands<TFloat32> measures =
                NamedOperands.of("distance", tf.math.sqrt(tf.reduceSum(tf.math.square(difference), tf.constant(1))));
        if (!withGradient) {
            return new SymbolicLoss(perExample, mean, null, solution.outcome(), null, measures);
        }
        Operand<TFloat32> cotangent = tf.math.mul(tf.constant(2f / (size * CHANNELS)), difference);
        Operand<TFloat32> cotangents = tf.stack(List.of(tf.zerosLike(cotangent), cotangent));
        SymbolicGradient<TFloat32> gradient = solver.gradient(
                tf, problem, solution, NamedOperands.of(STATE, cotangents), times, 2, parameters, false);
        return new SymbolicLoss(
                perExample, mean, gradient.parameters(), solution.outcome(), gradient.outcome(), measures);
    }

    @Override
    public void requireSuccess(TensorMap outputs, int size, Solver solver, boolean withGradient) {
        solver.requireForwardSuccess(problem(size), outputs, SymbolicLoss.FORWARD);
        if (withGradient) {
            solver.requireBackwardSuccess(problem(size), outputs, SymbolicLoss.BACKWARD);
        }
    }

    /** Points and where a fixed map takes them. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Data(float[] x, float[] y) implements Examples {
        @Override
        public int size() {
            return x.length / CHANNELS;
        }

        @Override
        public Map<String, float[]> gather(int[] indices) {
            float[] xs = new float[indices.length * CHANNELS];
            float[] ys = new float[indices.length * CHANNELS];
            for (int i = 0; i < indices.length; i++) {
                System.arraycopy(x, indices[i] * CHANNELS, xs, i * CHANNELS, CHANNELS);
                System.arraycopy(y, indices[i] * CHANNELS, ys, i * CHANNELS, CHANNELS);
            }
            return Map.of(STATE, xs, TARGET, ys);
        }
    }

    static Data data(int count, long seed) {
        Random random = new Random(seed);
        float[] x = new float[count * CHANNELS];
        float[] y = new float[count * CHANNELS];
        for (int i = 0; i < count; i++) {
            x[2 * i] = (float) random.nextGaussian();
            x[2 * i + 1] = (float) random.nextGaussian();
            y[2 * i] = x[2 * i] + 0.5f;
            y[2 * i + 1] = x[2 * i + 1] - 0.3f;
        }
        return new Data(x, y);
    }

    /** The same with one target that is no number. */
    static Data broken(Data data, int example) {
        float[] y = Arrays.copyOf(data.y(), data.y().length);
        y[example * CHANNELS] = Float.NaN;
        return new Data(data.x(), y);
    }
}
