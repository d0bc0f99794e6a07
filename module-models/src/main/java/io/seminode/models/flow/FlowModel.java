package io.seminode.models.flow;

import io.seminode.data.image.DequantisedImages;
import io.seminode.models.ModelKind;
import io.seminode.models.PredictiveModel;
import io.seminode.models.SymbolicLoss;
import io.seminode.models.SymbolicPrediction;
import io.seminode.models.flow.FlowChain.Gradient;
import io.seminode.models.flow.FlowChain.Pass;
import io.seminode.solver.Solver;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.TensorMap;
import io.seminode.solver.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A density learnt by a chain of continuous normalising flows: examples are taken to standard normal noise.
 *
 * <p>The loss is the negative log-likelihood: in nats for points, in bits per dimension for images, and, in training, with
 * the regularisers in the same unit. A batch has the field {@code x}; images are transformed before, and have the
 * logarithm of that transform's determinant as the field {@code logdet}; see {@link DequantisedImages}.
 *
 * <p>Source: Grathwohl, Chen, Bettencourt, Sutskever and Duvenaud, "FFJORD" (arXiv:1810.01367).
 */
public final class FlowModel implements PredictiveModel {
    /** Flows of points. */
    public static final ModelKind<FlowSettings.Points> POINTS = new ModelKind<>(
            "point-flow",
            "a continuous normalising flow of points, with a fully connected network",
            FlowSettings.Points.class,
            FlowModel::of);

    /** Flows of images. */
    public static final ModelKind<FlowSettings.Images> IMAGES = new ModelKind<>(
            "image-flow",
            "a multi-scale continuous normalising flow of images, with convolutions",
            FlowSettings.Images.class,
            FlowModel::of);

    /** The field of the examples. */
    public static final String X = DequantisedImages.FIELD;

    /** What is predicted: the natural logarithm of the density at each example, [batch]. */
    public static final String LOG_DENSITY = "log_density";

    /** What is drawn for each batch: the seed of the noise for the divergence. */
    static final String SEED = "seed";

    private static final int SEEDS = 1 << 24; // float32 holds them exactly
    private static final double LEVELS = 256;

    private final ModelKind<?> kind;
    private final Record settings;
    private final FlowChain chain;
    private final Map<Regulariser, Double> weights;
    private final boolean images;

    private FlowModel(
            ModelKind<?> kind, Record settings, FlowChain chain, Map<Regulariser, Double> weights, boolean images) {
        this.kind = kind;
        this.settings = settings;
        this.chain = chain;
        this.weights = weights;
        this.images = images;
    }

    /** A flow of points. */
    public static FlowModel of(FlowSettings.Points settings) {
        return new FlowModel(POINTS, settings, settings.chain(settings.divergence()), settings.weights(), false);
    }

    /** A flow of images. */
    public static FlowModel of(FlowSettings.Images settings) {
        return new FlowModel(IMAGES, settings, settings.chain(), settings.weights(), true);
    }

    /** The flows; for points with the exact divergence, which costs little there. */
    FlowChain chainForUse() {
        return settings instanceof FlowSettings.Points points ? points.chain(Divergence.EXACT) : chain;
    }

    /** Whether the examples are images. */
    public boolean isOfImages() {
        return images;
    }

    /** The shape of an example. */
    public Shape event() {
        return chain.links().get(0).block().field().event();
    }

    @Override
    public List<Parameter> parameters() {
        return chain.parameters();
    }

    @Override
    public Map<String, float[]> initialParameters(long seed) {
        return chain.initialParameters(seed);
    }

    @Override
    public String kind() {
        return kind.name();
    }

    @Override
    public Record settings() {
        return settings;
    }

    @Override
    public List<TensorSpec> batch(int size) {
        return batch(size, chain.needsNoise());
    }

    List<TensorSpec> batch(int size, boolean noisy) {
        List<TensorSpec> specs = new ArrayList<>();
        specs.add(new TensorSpec(X, TFloat32.class, event().prepend(size)));
        if (images) {
            specs.add(new TensorSpec(DequantisedImages.LOG_DETERMINANT, TFloat32.class, Shape.of(size)));
        }
        if (noisy) {
            specs.add(new TensorSpec(SEED, TFloat32.class, Shape.scalar()));
        }
        return specs;
    }

    /** For points the examples alone, as their divergence is exact; for images the noise's seed as well. */
    @Override
    public List<TensorSpec> inputs(int size) {
        return batch(size, chainForUse().needsNoise());
    }

    @Override
    public Set<String> logDensities() {
        return Set.of(LOG_DENSITY);
    }

    @Override
    public SymbolicPrediction predict(
            Ops tf, NamedOperands<TFloat32> parameters, Map<String, Operand<?>> inputs, int size, Solver solver) {
        Pass<TFloat32> pass = pass(tf, chainForUse(), solver, inputs, parameters);
        return new SymbolicPrediction(NamedOperands.of(LOG_DENSITY, logDensity(tf, pass, inputs)), pass.outcome());
    }

    @Override
    public Map<String, float[]> draw(int size, SplittableRandom random) {
        return Map.of(SEED, new float[] {random.nextInt(SEEDS)});
    }

    @Override
    public SymbolicLoss loss(
            Ops tf,
            NamedOperands<TFloat32> parameters,
            Map<String, Operand<?>> batch,
            int size,
            Solver solver,
            boolean withGradient) {
        Pass<TFloat32> pass = pass(tf, chain, solver, batch, parameters);
        Operand<TFloat32> perExample = inUnit(tf, logDensity(tf, pass, batch));
        Operand<TFloat32> regularised = perExample;
        Map<String, Operand<TFloat32>> measures = new LinkedHashMap<>();
        for (Map.Entry<Regulariser, Double> weight : weights.entrySet()) {
            Operand<TFloat32> integral = pass.integrals().get(weight.getKey().part());
            measures.put(weight.getKey().id(), integral);
            Operand<TFloat32> factor = tf.constant((float) (weight.getValue() * unit()));
            regularised = tf.math.add(regularised, tf.math.mul(factor, integral));
        }
        Operand<TFloat32> mean = tf.math.mean(regularised, tf.constant(0));
        NamedOperands<TFloat32> measured = NamedOperands.of(measures);
        if (!withGradient) {
            return new SymbolicLoss(perExample, mean, null, pass.outcome(), null, measured);
        }
        float share = (float) (unit() / size);
        Map<String, Operand<TFloat32>> byIntegrals = new LinkedHashMap<>();
        byIntegrals.put(FlowBlock.LOG_DENSITY, filled(tf, size, share));
        weights.forEach((regulariser, weight) ->
                byIntegrals.put(regulariser.part(), filled(tf, size, (float) (weight * share))));
        Gradient<TFloat32> gradient = chain.backward(
                tf, solver, pass, tf.math.mul(tf.constant(share), pass.z()), NamedOperands.of(byIntegrals));
        return new SymbolicLoss(perExample, mean, gradient.parameters(), pass.outcome(), gradient.outcome(), measured);
    }

    /** The way of a batch to noise. */
    static Pass<TFloat32> pass(
            Ops tf, FlowChain chain, Solver solver, Map<String, Operand<?>> batch, NamedOperands<TFloat32> parameters) {
        Operand<TInt32> seed = chain.needsNoise() ? tf.dtypes.cast(float32(batch, SEED), TInt32.class) : tf.constant(0);
        return chain.forward(tf, solver, float32(batch, X), seed, parameters);
    }

    /** log p of each example, in nats: [batch]. */
    Operand<TFloat32> logDensity(Ops tf, Pass<TFloat32> pass, Map<String, Operand<?>> batch) {
        int[] axes = new int[event().numDimensions()];
        Arrays.setAll(axes, i -> i + 1);
        Operand<TFloat32> square = tf.reduceSum(tf.math.square(pass.z()), tf.constant(axes));
        Operand<TFloat32> ofNoise = tf.math.sub(
                tf.constant((float) (-0.5 * event().size() * Math.log(2 * Math.PI))),
                tf.math.mul(tf.constant(0.5f), square));
        Operand<TFloat32> logDensity = tf.math.sub(ofNoise, pass.integrals().get(FlowBlock.LOG_DENSITY));
        return images ? tf.math.add(logDensity, float32(batch, DequantisedImages.LOG_DETERMINANT)) : logDensity;
    }

    /** The negative log-likelihood in the unit of the loss: see {@link io.seminode.data.image.LogitTransform}. */
    private Operand<TFloat32> inUnit(Ops tf, Operand<TFloat32> logDensity) {
        Operand<TFloat32> scaled = tf.math.mul(tf.constant((float) -unit()), logDensity);
        return images ? tf.math.add(scaled, tf.constant((float) (Math.log(LEVELS) / Math.log(2)))) : scaled;
    }

    /** How much of the loss a nat of an example is. */
    private double unit() {
        return images ? 1 / (event().size() * Math.log(2)) : 1;
    }

    private static Operand<TFloat32> filled(Ops tf, int size, float value) {
        return tf.fill(tf.constant(new int[] {size}), tf.constant(value));
    }

    @SuppressWarnings("unchecked") // the specifications of a batch say so
    private static Operand<TFloat32> float32(Map<String, Operand<?>> batch, String name) {
        return (Operand<TFloat32>) java.util.Objects.requireNonNull(batch.get(name), name);
    }

    @Override
    public void requireSuccess(TensorMap outputs, int size, Solver solver, boolean withGradient) {
        // All flows have the same parts, which is all that the message needs.
        Problem<TFloat32> problem = chain.links().get(0).block().problem(TFloat32.class, size);
        solver.requireForwardSuccess(problem, outputs, SymbolicLoss.FORWARD);
        if (withGradient) {
            solver.requireBackwardSuccess(problem, outputs, SymbolicLoss.BACKWARD);
        }
    }
}
