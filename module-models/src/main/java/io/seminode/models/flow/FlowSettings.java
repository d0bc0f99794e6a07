package io.seminode.models.flow;

import io.seminode.models.flow.FlowField.TimeInput;
import io.seminode.models.nn.Activation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/** What the two kinds of flow models are rebuilt from. */
public final class FlowSettings {
    private FlowSettings() {}

    /**
     * A flow of points.
     *
     * @param features numbers of a point
     * @param hidden widths of the network's hidden layers
     * @param timeInput how time enters the layers
     * @param activation between layers
     * @param divergence how it is found in training
     * @param kineticEnergy weight of the kinetic energy in the loss; 0 to leave it out
     * @param jacobianNorm weight of the Jacobian's norm in the loss; 0 to leave it out
     * @param endTime the flow runs from 0 to here
     */
    public record Points(
            int features,
            List<Integer> hidden,
            TimeInput timeInput,
            Activation activation,
            Divergence divergence,
            double kineticEnergy,
            double jacobianNorm,
            double endTime) {
        /** Copies the widths; rejects those that are not positive. */
        public Points {
            hidden = positive(hidden);
        }

        FlowChain chain(Divergence found) {
            FlowField field = FlowField.network("flow0", features, timeInput, activation, toArray(hidden));
            List<Regulariser> regularisers = List.copyOf(weights().keySet());
            return new FlowChain(
                    List.of(new FlowChain.Link(new FlowBlock(field, found, regularisers), false)), endTime);
        }

        Map<Regulariser, Double> weights() {
            return FlowSettings.weights(kineticEnergy, jacobianNorm);
        }
    }

    /**
     * A multi-scale flow of images, see {@link FlowChain#multiScale}.
     *
     * @param height of an image
     * @param width of an image
     * @param channels of an image
     * @param scales how many
     * @param blocks flows at each scale
     * @param hidden channels of the hidden layers of each flow
     * @param divergence how it is found
     * @param kineticEnergy weight of the kinetic energy in the loss; 0 to leave it out
     * @param jacobianNorm weight of the Jacobian's norm in the loss; 0 to leave it out
     * @param endTime each flow runs from 0 to here
     */
    public record Images(
            int height,
            int width,
            int channels,
            int scales,
            int blocks,
            List<Integer> hidden,
            Divergence divergence,
            double kineticEnergy,
            double jacobianNorm,
            double endTime) {
        /** Copies the widths; rejects those that are not positive. */
        public Images {
            hidden = positive(hidden);
        }

        /**
         * The architecture of the paper: 3 scales with 4 flows each, three hidden layers.
         *
         * @param hiddenChannels 32, 64 or 128 for MNIST, 64 for CIFAR-10
         */
        public static Images paper(int height, int width, int channels, int hiddenChannels) {
            List<Integer> hidden = List.of(hiddenChannels, hiddenChannels, hiddenChannels);
            return new Images(height, width, channels, 3, 4, hidden, Divergence.GAUSSIAN, 0, 0, 1);
        }

        FlowChain chain() {
            return FlowChain.multiScale(
                    Shape.of(height, width, channels),
                    scales,
                    blocks,
                    toArray(hidden),
                    divergence,
                    List.copyOf(weights().keySet()),
                    endTime);
        }

        Map<Regulariser, Double> weights() {
            return FlowSettings.weights(kineticEnergy, jacobianNorm);
        }
    }

    private static List<Integer> positive(List<Integer> widths) {
        if (widths.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("Hidden layers of " + widths + " found, expected widths of 1 or more.");
        }
        return List.copyOf(widths);
    }

    private static int[] toArray(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Map<Regulariser, Double> weights(double kineticEnergy, double jacobianNorm) {
        Map<Regulariser, Double> weights = new EnumMap<>(Regulariser.class);
        put(weights, Regulariser.KINETIC_ENERGY, kineticEnergy);
        put(weights, Regulariser.JACOBIAN_NORM, jacobianNorm);
        return weights;
    }

    private static void put(Map<Regulariser, Double> weights, Regulariser regulariser, double weight) {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException(
                    "Weight " + weight + " of " + regulariser.id() + " found, expected a number of 0 or more.");
        }
        if (weight > 0) {
            weights.put(regulariser, weight);
        }
    }
}
