package io.seminode.solver.control;

import io.seminode.solver.spi.OptionValues;
import io.seminode.solver.spi.ProviderOption;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * What the built-in controllers have in common.
 *
 * @param safety the factor that would meet the tolerance exactly is multiplied by this
 * @param smallest the smallest factor
 * @param largest the largest factor
 */
record StepLimits(double safety, double smallest, double largest) {
    /** Those of torchdiffeq. */
    static final StepLimits DEFAULT = new StepLimits(0.9, 0.2, 10);

    private static final String SAFETY = "safety";
    private static final String SMALLEST = "min";
    private static final String LARGEST = "max";

    /** The options that set them. */
    static List<ProviderOption> options() {
        return List.of(
                ProviderOption.of(SAFETY, "0.9", "aims at an error this power below the tolerance"),
                ProviderOption.of(SMALLEST, "0.2", "smallest factor from step to step"),
                ProviderOption.of(LARGEST, "10", "largest factor from step to step"));
    }

    /** As given, or as by default. */
    static StepLimits of(OptionValues values) {
        StepLimits limits = new StepLimits(values.number(SAFETY), values.number(SMALLEST), values.number(LARGEST));
        if (!(limits.safety > 0 && limits.safety < 1)) {
            throw values.invalid(SAFETY, "a number between 0 and 1");
        }
        if (!(limits.smallest > 0 && limits.smallest < 1)) {
            throw values.invalid(SMALLEST, "a number between 0 and 1");
        }
        if (!(limits.largest > 1)) {
            throw values.invalid(LARGEST, "a number above 1");
        }
        return limits;
    }

    /** The factor within the limits; one that is not finite, from an error of zero, is the largest. */
    Operand<TFloat64> bounded(Ops tf, Operand<TFloat64> factor) {
        return tf.math.minimum(tf.constant(largest), tf.math.maximum(factor, tf.constant(smallest)));
    }
}
