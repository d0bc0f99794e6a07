package io.seminode.solver.control;

import io.seminode.solver.spi.Configurable;
import io.seminode.solver.spi.OptionValues;
import io.seminode.solver.spi.ProviderOption;
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
public final class IntegralController implements StepController, Configurable<StepController> {
    private static final String NAME = "integral";

    private final String name;
    private final StepLimits limits;

    /** With the constants of torchdiffeq. */
    public IntegralController() {
        this(NAME, StepLimits.DEFAULT);
    }

    /**
     * With other constants.
     *
     * @param safety between 0 and 1
     * @param smallest smallest factor from step to step, between 0 and 1
     * @param largest largest factor, above 1
     */
    public IntegralController(double safety, double smallest, double largest) {
        this(
                NAME + ":safety=" + safety + ",min=" + smallest + ",max=" + largest,
                new StepLimits(safety, smallest, largest));
    }

    private IntegralController(String name, StepLimits limits) {
        this.name = name;
        this.limits = limits;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "integral controller, safety 0.9, factors 0.2 to 10 (torchdiffeq's)";
    }

    @Override
    public List<ProviderOption> options() {
        return StepLimits.options();
    }

    @Override
    public StepController configured(OptionValues values) {
        return new IntegralController(values.name(), StepLimits.of(values));
    }

    @Override
    public double smallestFactor() {
        return limits.smallest();
    }

    @Override
    public Decision decide(
            Ops tf, Operand<TFloat64> errorRatio, Operand<TBool> accepted, int order, List<Operand<TFloat64>> memory) {
        Operand<TFloat64> one = tf.constant(1.0);
        Operand<TFloat64> smallest = tf.select(tf.math.less(errorRatio, one), one, tf.constant(limits.smallest()));
        // A ratio of zero gives an infinite quotient, which the largest factor bounds.
        Operand<TFloat64> ideal =
                tf.math.div(tf.constant(limits.safety()), tf.math.pow(errorRatio, tf.constant(1.0 / order)));
        return new Decision(
                tf.math.minimum(tf.constant(limits.largest()), tf.math.maximum(ideal, smallest)), List.of());
    }
}
