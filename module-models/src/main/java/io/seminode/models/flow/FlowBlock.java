package io.seminode.models.flow;

import io.seminode.solver.problem.Problem;
import io.seminode.solver.state.NamedOperands;
import io.seminode.solver.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * One continuous normalising flow: examples move with a velocity, and the logarithm of their density falls by its
 * divergence.
 *
 * <pre>
 *     dx/dt     = v(t, x, theta)
 *     dlogp/dt  = -div v(t, x, theta)
 * </pre>
 *
 * <p>Nothing depends on the log-density, nor on the integrals of the regularisers: they are quadratures. Nobody declares
 * that; {@link Problem} finds it in the field's graph.
 *
 * <p>Source: Chen, Rubanova, Bettencourt and Duvenaud, "Neural Ordinary Differential Equations" (arXiv:1806.07366), theorem
 * 1.
 *
 * @param field the velocity
 * @param divergence how its divergence is found
 * @param regularisers integrated too, each as a part of the state
 */
public record FlowBlock(FlowField field, Divergence divergence, List<Regulariser> regularisers) {
    /** The part of the state that is an example: [batch, event...]. */
    public static final String X = "x";

    /** The part that is the change of the log-density: [batch]. */
    public static final String LOG_DENSITY = "logp";

    /** The constant that holds the noise of an estimated divergence: [batch, event...]. */
    public static final String NOISE = "noise";

    /** Copies the list; rejects doubles. */
    public FlowBlock {
        regularisers = List.copyOf(regularisers);
        if (regularisers.stream().distinct().count() < regularisers.size()) {
            throw new IllegalArgumentException("A regulariser is named twice: " + regularisers + ".");
        }
    }

    /** A flow without regularisers. */
    public FlowBlock(FlowField field, Divergence divergence) {
        this(field, divergence, List.of());
    }

    /** The shape of a batch. */
    public Shape shape(int batch) {
        return field.event().prepend(batch);
    }

    /**
     * The ODE of a batch; if the divergence is an estimate, with the noise as a constant.
     *
     * @param type precision
     * @param batch number of examples
     */
    public <T extends TFloating> Problem<T> problem(Class<T> type, int batch) {
        Problem.Builder<T> builder =
                Problem.builder(type).state(X, shape(batch)).state(LOG_DENSITY, Shape.of(batch));
        regularisers.forEach(r -> builder.state(r.part(), Shape.of(batch)));
        field.parameters().forEach(builder::parameter);
        if (divergence.isEstimate()) {
            builder.constant(NOISE, shape(batch));
        }
        return builder.field(this::rates).build();
    }

    /**
     * The motion of a batch alone, for samples: the state is {@link #X}.
     *
     * @param type precision
     * @param batch number of examples
     */
    public <T extends TFloating> Problem<T> motion(Class<T> type, int batch) {
        Problem.Builder<T> builder = Problem.builder(type).state(X, shape(batch));
        field.parameters().forEach(builder::parameter);
        return builder.field((tf, t, y, parameters) -> NamedOperands.of(
                        X,
                        field.velocity(tf, t, y.get(X), List.of(), parameters).value()))
                .build();
    }

    private <T extends TFloating> NamedOperands<T> rates(
            Ops tf, Operand<TFloat64> t, NamedOperands<T> y, NamedOperands<T> parameters) {
        Operand<T> x = y.get(X);
        List<Operand<T>> directions = divergence.isEstimate()
                ? List.of(parameters.get(NOISE))
                : unitVectors(tf, x.asOutput().type(), x);
        FlowField.Velocity<T> velocity = field.velocity(tf, t, x, directions, parameters);
        List<Operand<T>> derivatives = velocity.derivatives();

        Map<String, Operand<T>> rates = new LinkedHashMap<>();
        rates.put(X, velocity.value());
        rates.put(LOG_DENSITY, tf.math.neg(sumOfDots(tf, derivatives, directions)));
        for (Regulariser regulariser : regularisers) {
            rates.put(
                    regulariser.part(),
                    switch (regulariser) {
                        case KINETIC_ENERGY -> dot(tf, velocity.value(), velocity.value());
                        case JACOBIAN_NORM -> sumOfDots(tf, derivatives, derivatives);
                    });
        }
        return NamedOperands.of(rates);
    }

    /** The unit vectors of an example's space, each for all examples of the batch. */
    private static <T extends TFloating> List<Operand<T>> unitVectors(Ops tf, Class<T> type, Operand<T> x) {
        Shape event = x.shape().subShape(1, x.shape().numDimensions());
        int dimensions = Math.toIntExact(event.size());
        Operand<T> zeros = Tensors.zeros(tf, type, x.shape());
        List<Operand<T>> unitVectors = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) {
            double[] unit = new double[dimensions];
            unit[i] = 1;
            Operand<T> one = tf.reshape(tf.dtypes.cast(tf.constant(unit), type), tf.constant(event.asArray()));
            unitVectors.add(tf.math.add(zeros, one));
        }
        return unitVectors;
    }

    private static <T extends TFloating> Operand<T> sumOfDots(Ops tf, List<Operand<T>> a, List<Operand<T>> b) {
        List<Operand<T>> dots = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            dots.add(dot(tf, a.get(i), b.get(i)));
        }
        return tf.math.addN(dots);
    }

    /** For each example the inner product of a and b: [batch]. */
    private static <T extends TFloating> Operand<T> dot(Ops tf, Operand<T> a, Operand<T> b) {
        int[] axes = new int[a.shape().numDimensions() - 1];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = i + 1;
        }
        return tf.reduceSum(tf.math.mul(a, b), tf.constant(axes));
    }
}
