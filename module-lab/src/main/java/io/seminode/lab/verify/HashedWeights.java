package io.seminode.lab.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights that a reference file does not store but describes: entry e of parameter k is u(e + 1000003 k) / sqrt(fan_in)
 * with u(n) = 2 (lowbias32(n) + 1/2) / 2^32 - 1, a number between -1 and 1; a bias has the fan-in of its layer.
 *
 * <p>lowbias32 is the integer hash of C. Wellons, "Prospecting for Hash Functions" (2018).
 */
final class HashedWeights {
    private static final String FORMULA =
            "w = u(e + 1000003*k) / sqrt(fan_in) with u(n) = 2*(lowbias32(n mod 2^32)+0.5)/2^32 - 1";
    private static final long STRIDE = 1000003;
    private static final double TWO_TO_32 = 4294967296.0;

    private HashedWeights() {}

    /** All parameters of a file, by its names. */
    static Map<String, double[]> of(Fields file) {
        String formula = file.text("weight_formula");
        if (!formula.contains(FORMULA)) {
            throw new NotSupportedException("the weight formula \"" + formula + "\" is not known here");
        }
        List<String> order = file.texts("param_order");
        Fields shapes = file.object("param_shapes");
        Map<String, double[]> weights = new LinkedHashMap<>();
        for (int k = 0; k < order.size(); k++) {
            String name = order.get(k);
            double[] shape = shapes.numbers(name);
            String layer = name.substring(0, name.lastIndexOf('.'));
            double fanIn = shapes.numbers(layer + ".weight")[1];
            double size = 1;
            for (double dimension : shape) {
                size *= dimension;
            }
            double[] values = new double[(int) size];
            for (int e = 0; e < values.length; e++) {
                values[e] = uniform(e + STRIDE * k) / Math.sqrt(fanIn);
            }
            weights.put(name, values);
        }
        return weights;
    }

    /** u(n). */
    static double uniform(long n) {
        return 2 * (Integer.toUnsignedLong(lowbias32((int) n)) + 0.5) / TWO_TO_32 - 1;
    }

    private static int lowbias32(int n) {
        int x = n;
        x ^= x >>> 16;
        x *= 0x7feb352d;
        x ^= x >>> 15;
        x *= 0x846ca68b;
        x ^= x >>> 16;
        return x;
    }
}
