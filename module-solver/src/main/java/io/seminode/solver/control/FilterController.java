package io.seminode.solver.control;

import io.seminode.solver.spi.Configurable;
import io.seminode.solver.spi.OptionValues;
import io.seminode.solver.spi.ProviderOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;

/**
 * A controller that looks back at the steps before, with the coefficients of a {@link DigitalFilter}.
 *
 * <p>A rejected step is followed by what the integral controller says, and is not remembered. Unlike with that one, an
 * accepted step may be followed by a smaller one: that is how such a controller avoids rejections.
 */
abstract sealed class FilterController implements StepController, Configurable<StepController>
        permits PiController, PidController {
    static final String FILTER = "filter";

    /** Error ratios are measured in the tolerance; one of zero is taken for this. */
    private static final double SMALLEST_RATIO = 1e-10;

    private final String name;
    private final DigitalFilter filter;
    private final StepLimits limits;

    FilterController(String name, DigitalFilter filter, StepLimits limits) {
        this.name = name;
        this.filter = filter;
        this.limits = limits;
    }

    static DigitalFilter filter(OptionValues values, boolean two) {
        String text = values.text(FILTER);
        if (!DigitalFilter.ids(two).contains(text)) {
            throw values.invalid(FILTER, "one of " + String.join(", ", DigitalFilter.ids(two)));
        }
        return DigitalFilter.valueOf(text.toUpperCase(Locale.ROOT));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<ProviderOption> options() {
        List<ProviderOption> options = new ArrayList<>();
        options.add(
                ProviderOption.of(FILTER, filter.id(), String.join(", ", DigitalFilter.ids(filter.looksBackTwo()))));
        options.addAll(StepLimits.options());
        return options;
    }

    /** The coefficients. */
    public DigitalFilter filter() {
        return filter;
    }

    @Override
    public double smallestFactor() {
        return limits.smallest();
    }

    /** Error ratios r_1 and r_2 of the accepted steps before, and the factors h/h_1 and h_1/h_2. */
    @Override
    public double[] initialMemory() {
        return filter.looksBackTwo() ? new double[] {1, 1, 1, 1} : new double[] {1, 1};
    }

    @Override
    public Decision decide(
            Ops tf, Operand<TFloat64> errorRatio, Operand<TBool> accepted, int order, List<Operand<TFloat64>> memory) {
        Operand<TFloat64> ratio = tf.math.maximum(errorRatio, tf.constant(SMALLEST_RATIO));
        boolean two = filter.looksBackTwo();
        Operand<TFloat64> filtered =
                tf.math.mul(tf.constant(limits.safety()), power(tf, ratio, -filter.ratioExponent(0) / order));
        int steps = two ? 2 : 1;
        for (int i = 0; i < steps; i++) {
            filtered = tf.math.mul(filtered, power(tf, memory.get(i), -filter.ratioExponent(i + 1) / order));
            filtered = tf.math.mul(filtered, power(tf, memory.get(steps + i), -filter.stepExponent(i)));
        }
        Operand<TFloat64> again = tf.math.mul(tf.constant(limits.safety()), power(tf, ratio, -1.0 / order));
        Operand<TFloat64> factor = limits.bounded(tf, tf.select(accepted, filtered, again));
        List<Operand<TFloat64>> next = new ArrayList<>();
        next.add(tf.select(accepted, ratio, memory.get(0)));
        if (two) {
            next.add(tf.select(accepted, memory.get(0), memory.get(1)));
        }
        // A rejected step changes the size that the last accepted one was followed by.
        next.add(tf.select(accepted, factor, tf.math.mul(memory.get(steps), factor)));
        if (two) {
            next.add(tf.select(accepted, memory.get(2), memory.get(3)));
        }
        return new Decision(factor, next);
    }

    private static Operand<TFloat64> power(Ops tf, Operand<TFloat64> base, double exponent) {
        return exponent == 0 ? tf.constant(1.0) : tf.math.pow(base, tf.constant(exponent));
    }
}
