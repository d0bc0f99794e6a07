package io.seminode.cli.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Stream;
import org.knowm.xchart.style.XYStyler;

/**
 * Where values lie along an axis. A chart is given places instead of values, which are linear and of about 1 on every axis,
 * and asks here what to write at a place: XChart's own logarithmic axis has its ticks elsewhere than its points as soon as a
 * function makes the labels, and its ticks are lost below 1e-10.
 *
 * @param logarithmic whether equal distances are equal ratios
 * @param unit the value at place 0 of a logarithmic axis, at place 1 of a linear one
 * @param base the ratio of the values of a logarithmic axis that are 1 apart; of no meaning on a linear one
 * @param low the first place that is shown
 * @param high the last place that is shown
 */
record Scale(boolean logarithmic, double unit, double base, double low, double high) {
    private static final int WIDTH = 810; // what titles and labels leave of a chart's width, about
    private static final int HEIGHT = 380; // and at most of its height
    private static final int MOST_TICKS_ACROSS = 13;
    private static final int MOST_TICKS_UP = 8;
    private static final double ROUNDING = 1e-9;
    private static final double EDGE = 1e-3; // of an axis beyond its ends, where XChart would draw no tick
    private static final double MARGIN = 0.04;
    private static final double DECADES_FROM_RATIO = 1000;
    private static final double PLAIN_FROM = 1e-3; // where 0.25 and 4096 are as short as they can be
    private static final int DIGITS = 4;

    /**
     * A linear axis.
     *
     * @param from its first value
     * @param to its last one, larger
     */
    static Scale linear(double from, double to) {
        double unit = Math.pow(10, Math.floor(Math.log10(to - from)));
        double edge = EDGE * (to - from);
        return new Scale(false, unit, 10, (from - edge) / unit, (to + edge) / unit);
    }

    /**
     * A logarithmic axis, with ticks at powers of ten, or at doublings if there are less than three powers of ten.
     *
     * @param smallest value, positive
     * @param largest value, larger
     */
    static Scale logarithmic(double smallest, double largest) {
        double base = largest < DECADES_FROM_RATIO * smallest ? 2 : 10;
        boolean isPlain = smallest >= PLAIN_FROM && largest <= 1 / PLAIN_FROM;
        double unit = base == 10 || isPlain ? 1 : Math.pow(10, Math.floor(Math.log10(smallest)));
        double low = Math.log(smallest / unit) / Math.log(base);
        double high = Math.log(largest / unit) / Math.log(base);
        return new Scale(true, unit, base, low - MARGIN * (high - low), high + MARGIN * (high - low));
    }

    /** A logarithmic axis from a power of two to a power of two. */
    static Scale doublings(double smallest, double largest) {
        double low = Math.floor(Math.log(smallest) / Math.log(2));
        double high = Math.max(Math.ceil(Math.log(largest) / Math.log(2)), low + 1);
        return new Scale(true, 1, 2, low - EDGE * (high - low), high + EDGE * (high - low));
    }

    /** Where a value lies. What is not finite lies nowhere. */
    double place(double value) {
        double place = logarithmic ? Math.log(value / unit) / Math.log(base) : value / unit;
        return Double.isFinite(place) ? place : Double.NaN;
    }

    /** Where values lie. */
    double[] places(List<Double> values) {
        return values.stream().mapToDouble(this::place).toArray();
    }

    /** What lies at a place, as short as the ticks allow. */
    String label(double place) {
        if (logarithmic) {
            return Plots.shortNumber(unit * Math.pow(base, place));
        }
        int decimals = 2 - (int) Math.floor(Math.log10(high - low) + ROUNDING) - (int) Math.round(Math.log10(unit));
        return Plots.text(new BigDecimal(place * unit).setScale(decimals, RoundingMode.HALF_EVEN));
    }

    /** Makes it the horizontal axis. */
    void across(XYStyler styler, double smallestTick) {
        styler.setXAxisTickMarkSpacingHint(spacing(smallestTick, WIDTH, MOST_TICKS_ACROSS));
        styler.setxAxisTickLabelsFormattingFunction(this::label);
        styler.setXAxisMin(low);
        styler.setXAxisMax(high);
    }

    /** Makes it the vertical axis. */
    void up(XYStyler styler) {
        if (logarithmic) {
            styler.setYAxisTickMarkSpacingHint(spacing(0, HEIGHT, MOST_TICKS_UP));
        }
        styler.setyAxisTickLabelsFormattingFunction(this::label);
        styler.setYAxisMin(low);
        styler.setYAxisMax(high);
    }

    /** The hint that gives ticks at multiples of 1, 2 or 5 times a power of ten, at least {@code smallest} apart. */
    private int spacing(double smallest, int pixels, int most) {
        double atLeast = Math.max(logarithmic ? 1 : smallest / unit, (high - low) / most);
        double power = Math.pow(10, Math.floor(Math.log10(atLeast) + ROUNDING));
        double tick = Stream.of(1, 2, 5, 10)
                .mapToDouble(i -> i * power)
                .filter(t -> t >= atLeast * (1 - ROUNDING))
                .findFirst()
                .orElse(10 * power);
        return (int) (0.9 * tick / (high - low) * pixels); // XChart takes the next round number above the hint
    }

    /** Four digits. */
    static BigDecimal rounded(double value) {
        return new BigDecimal(value).round(new MathContext(DIGITS));
    }
}
