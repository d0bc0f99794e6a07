package io.seminode.models.flow;

import io.seminode.models.nn.Activation;
import io.seminode.models.nn.ConcatConvolution;
import io.seminode.models.nn.ConcatLinear;
import io.seminode.models.nn.ConcatSquashLinear;
import io.seminode.models.nn.TimeLayer;
import io.seminode.solver.problem.Parameter;
import io.seminode.solver.state.NamedOperands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * The velocity that moves an example: layers that see time, with an activation between them.
 *
 * @param event the shape of one example: [features], or [height, width, channels]
 * @param layers in order; the last one's output has the shape of an example
 * @param activation between layers
 */
public record FlowField(Shape event, List<TimeLayer> layers, Activation activation) {
    private static final int KERNEL = 3;

    /** Copies the layers. */
    public FlowField {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("A field of no layers found, expected at least one.");
        }
    }

    /** How time enters the layers of a network. */
    public enum TimeInput {
        /** As one more feature of every layer: {@link ConcatLinear}. */
        CONCAT,
        /** As a scale and a shift of every layer: {@link ConcatSquashLinear}. */
        CONCAT_SQUASH
    }

    /**
     * A network of fully connected layers.
     *
     * @param name prefix of its parameters: {@code name.layer0.weight} and so on
     * @param features of an example
     * @param hidden widths of the layers between
     */
    public static FlowField network(
            String name, int features, TimeInput timeInput, Activation activation, int... hidden) {
        List<TimeLayer> layers = new ArrayList<>();
        int in = features;
        for (int i = 0; i <= hidden.length; i++) {
            int out = i < hidden.length ? hidden[i] : features;
            String layer = name + ".layer" + i;
            layers.add(
                    switch (timeInput) {
                        case CONCAT -> new ConcatLinear(layer, in, out);
                        case CONCAT_SQUASH -> new ConcatSquashLinear(layer, in, out);
                    });
            in = out;
        }
        return new FlowField(Shape.of(features), layers, activation);
    }

    /**
     * 3 x 3 convolutions, with time as one more channel of each.
     *
     * @param name prefix of its parameters
     * @param image [height, width, channels]
     * @param hidden channels of the layers between
     */
    public static FlowField convolutional(String name, Shape image, Activation activation, int... hidden) {
        List<TimeLayer> layers = new ArrayList<>();
        int channels = Math.toIntExact(image.get(2));
        int in = channels;
        for (int i = 0; i <= hidden.length; i++) {
            int out = i < hidden.length ? hidden[i] : channels;
            layers.add(new ConcatConvolution(name + ".layer" + i, in, out, KERNEL));
            in = out;
        }
        return new FlowField(image, layers, activation);
    }

    /** Its parameters, in order. */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        layers.forEach(l -> parameters.addAll(l.parameters()));
        return parameters;
    }

    /** Draws first values into the map. */
    public void initialise(SplittableRandom random, Map<String, float[]> values) {
        layers.forEach(l -> l.initialise(random, values));
    }

    /**
     * A velocity with its derivatives along some directions.
     *
     * @param value [batch, event...]
     * @param derivatives J e for each direction e, of the same shape
     */
    public record Velocity<T extends TFloating>(Operand<T> value, List<Operand<T>> derivatives) {}

    /**
     * Adds the velocity and its derivatives, in forward mode: directions go through the layers beside x.
     *
     * @param t scalar
     * @param x [batch, event...]
     * @param directions of the shape of x
     */
    public <T extends TFloating> Velocity<T> velocity(
            Ops tf, Operand<TFloat64> t, Operand<T> x, List<Operand<T>> directions, NamedOperands<T> parameters) {
        Operand<T> time = tf.dtypes.cast(t, x.asOutput().type());
        Operand<T> h = x;
        List<Operand<T>> tangents = directions;
        for (int i = 0; i < layers.size(); i++) {
            TimeLayer layer = layers.get(i);
            h = layer.apply(tf, parameters, time, h);
            tangents = tangents.stream()
                    .map(e -> layer.applyToTangent(tf, parameters, time, e))
                    .toList();
            if (i < layers.size() - 1) {
                Operand<T> value = activation.apply(tf, h);
                Operand<T> slope = activation.slope(tf, h, value);
                tangents = tangents.stream()
                        .<Operand<T>>map(e -> tf.math.mul(e, slope))
                        .toList();
                h = value;
            }
        }
        return new Velocity<>(h, tangents);
    }
}
