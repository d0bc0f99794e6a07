package io.seminode.lab.verify;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/** From FFJORD's names and layouts of parameters to ours: its images have channels before rows, its kernels outputs first. */
final class FlowWeights {
    private static final Map<String, String> ENDINGS = Map.of(
            "_layer.weight", "weight",
            "_layer.bias", "bias",
            "_hyper_bias.weight", "shift",
            "_hyper_gate.weight", "gate.weight",
            "_hyper_gate.bias", "gate.bias");
    private static final String LAYERS = "diffeq.layers.";

    private FlowWeights() {}

    /**
     * The tensors of a flow by our names.
     *
     * @param tensors of one flow or of several
     * @param prefix of those that are wanted: "transforms.0.chain.1.odefunc."
     * @param field the name of our field
     */
    static Map<String, double[]> ours(Fields tensors, String prefix, String field) {
        Map<String, double[]> ours = new LinkedHashMap<>();
        for (String name : tensors.names()) {
            if (name.startsWith(prefix + LAYERS)) {
                String layer = name.substring((prefix + LAYERS).length());
                int dot = layer.indexOf('.');
                String ending = ENDINGS.get(layer.substring(dot + 1));
                if (ending == null) {
                    throw new NotSupportedException("no layer of ours has a parameter \"" + name + "\"");
                }
                ReferenceTensor tensor = tensors.tensor(name);
                ours.put(
                        field + ".layer" + layer.substring(0, dot) + "." + ending,
                        tensor.shape().numDimensions() == 4 ? kernel(tensor) : tensor.values());
            }
        }
        return ours;
    }

    static double[] required(Map<String, double[]> values, String name) {
        double[] found = values.get(name);
        if (found == null) {
            throw new MalformedReferenceException("no values for \"" + name + "\"");
        }
        return found;
    }

    /** [out, in, height, width] to [height, width, in, out]. */
    private static double[] kernel(ReferenceTensor kernel) {
        int outputs = kernel.size(0);
        int inputs = kernel.size(1);
        int area = kernel.size(2) * kernel.size(3);
        double[] from = kernel.values();
        double[] to = new double[from.length];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                for (int a = 0; a < area; a++) {
                    to[(a * inputs + i) * outputs + o] = from[(o * inputs + i) * area + a];
                }
            }
        }
        return to;
    }

    /** The shape of an example: for [batch, channels, height, width] of the reference [height, width, channels]. */
    static Shape event(Shape batch) {
        return batch.numDimensions() == 4 ? Shape.of(batch.get(2), batch.get(3), batch.get(1)) : Shape.of(batch.get(1));
    }

    /** [batch, channels, height, width] to [batch, height, width, channels]; others as they are. */
    static double[] channelsLast(ReferenceTensor images) {
        return images.shape().numDimensions() == 4
                ? transposed(images.values(), images.size(0), images.size(1), images.size(2) * images.size(3))
                : images.values();
    }

    /** For each example, a matrix transposed. */
    static double[] transposed(double[] values, int batch, int rows, int columns) {
        double[] transposed = new double[values.length];
        for (int b = 0; b < batch; b++) {
            int at = b * rows * columns;
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    transposed[at + c * rows + r] = values[at + r * columns + c];
                }
            }
        }
        return transposed;
    }
}
