package io.seminode.solver.control;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;

/**
 * The elementary controller: factor = safety / ratio^(1/order), between the smallest and the largest factor; a step that
 * was accepted with ratio below 1 is never followed by a smaller one.
 *
 * <p>Source: Hairer, Norsett and Wanner, "Solving Ordinary Differential Equations I", second edition, section II.4,
 * equation (4.13), with the constants and the rule for accepted steps of torchdiffeq.
 */
public final class IntegralController implements StepController {
    private static final double SAFETY = 0.9;
    private static final double SMALLEST = 0.2;
    private static final double LARGEST = 10;

    /** For the service loader, and for use without one. */
    public IntegralController() {}

    @Override
    public String name() {
        return "integral";
    }

    @Override
    public String description() {
        return "integral controller, safety 0.9, factors 0.2 to 10 (torchdiffeq's)";
    }

    @Override
    public double smallestFactor() {
        return SMALLEST;
    }

    @Override
    public Decision decide(
            Ops tf, Operand<TFloat64> errorRatio, Operand<TBool> accepted, int order, List<Operand<TFloat64>> memory) {
        Operand<TFloat64> one = tf.constant(1.0);
        Operand<TFloat64> smallest = tf.select(tf.math.less(errorRatio, one), one, tf.constant(SMALLEST));
        // A ratio of zero gives an infinite quotient, which the largest factor bounds.
        Operand<TFloat64> ideal = tf.math.div(tf.constant(SAFETY), tf.math.pow(errorRatio, tf.constant(1.0 / order)));
        return new Decision(tf.math.minimum(tf.constant(LARGEST), tf.math.maximum(ideal, smallest)), List.of());
    }
}
