package io.seminode.cli.compare;

import io.seminode.solver.StepRecord;
import io.seminode.solver.method.ButcherTableau;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Counts where in t evaluations and rejected steps of backward solves fell: the histograms of the paper's figures 4
 * and 5.
 *
 * <p>An evaluation falls at {@code start + c_i size}. A first stage that is the last one of the step before is not
 * evaluated again and not counted; nor are, for want of a record, the evaluations that choose a first step. A rejected
 * step falls where it started. In the faithful mode steps overshoot the output time, so that locations can lie outside
 * the interval of the solve.
 *
 * <p>Output times lie on the edges of bins.
 */
public final class Locations {
    /**
     * Steps of one solve that are recorded, to be located: more than a backward solve takes at the tightest tolerance of the
     * experiments. Of longer ones the first are located, which are those near the end time.
     */
    public static final int RECORDED_STEPS = 1 << 14;

    private static final int FEWEST_BINS = 70;
    private static final double ROUNDING = 1e-9;

    private final double first;
    private final double last;
    private final double width;
    private final long perInterval;
    private final double[] nodes;
    private final boolean skipFirstNode;
    private final NavigableMap<Long, long[]> bins = new TreeMap<>();

    /**
     * Nothing counted yet.
     *
     * @param times the output times of the solve
     * @param tableau the method's coefficients
     */
    public Locations(List<Double> times, ButcherTableau tableau) {
        first = Math.min(times.get(0), times.get(times.size() - 1));
        last = Math.max(times.get(0), times.get(times.size() - 1));
        int intervals = times.size() - 1;
        perInterval = ((long) FEWEST_BINS + intervals - 1) / intervals;
        width = (last - first) / (intervals * perInterval);
        nodes = tableau.nodes();
        skipFirstNode = tableau.isEndingWithLastStage();
    }

    /** Where the interval of the solve begins. */
    public double first() {
        return first;
    }

    /** How many steps were counted. */
    long located() {
        long evaluations = bins.values().stream().mapToLong(bin -> bin[0]).sum();
        return evaluations / (nodes.length - (skipFirstNode ? 1 : 0));
    }

    /** Counts the steps of backward solves. */
    public void add(List<StepRecord> steps) {
        for (StepRecord step : steps) {
            for (int i = skipFirstNode ? 1 : 0; i < nodes.length; i++) {
                bin(step.start() + nodes[i] * step.size())[0]++;
            }
            if (!step.accepted()) {
                bin(step.start())[1]++;
            }
        }
    }

    /** Counts rejected steps at these times, and no evaluations. */
    public void addRejected(List<Double> times) {
        times.forEach(t -> bin(t)[1]++);
    }

    /**
     * What was counted in one bin, to be stored.
     *
     * @param bin its number
     * @param evaluations of the adjoint system in it
     * @param rejectedSteps that started in it
     */
    record Count(long bin, long evaluations, long rejectedSteps) {}

    /** What was counted so far. */
    List<Count> counts() {
        return bins.entrySet().stream()
                .map(e -> new Count(e.getKey(), e.getValue()[0], e.getValue()[1]))
                .toList();
    }

    /** Adds what was counted before. */
    void restore(List<Count> counts) {
        for (Count count : counts) {
            long[] bin = bins.computeIfAbsent(count.bin(), i -> new long[2]);
            bin[0] += count.evaluations();
            bin[1] += count.rejectedSteps();
        }
    }

    private long[] bin(double t) {
        long index = (long) Math.floor((t - first) / width + ROUNDING);
        if (index * width >= last - first - ROUNDING * width && t <= last + ROUNDING * width) {
            index--; // the last time belongs to the last bin of the interval
        }
        return bins.computeIfAbsent(index, i -> new long[2]);
    }

    /**
     * The bins in order of t, without gaps, at least those of the interval of the solve; as many more on either side as
     * there are between two output times.
     */
    public List<Bin> bins() {
        long from = 0;
        long to = Math.round((last - first) / width) - 1;
        if (!bins.isEmpty()) {
            from = Math.min(from, perInterval * Math.floorDiv(bins.firstKey(), perInterval));
            to = Math.max(to, perInterval * (Math.floorDiv(bins.lastKey(), perInterval) + 1) - 1);
        }
        List<Bin> all = new ArrayList<>();
        for (long i = from; i <= to; i++) {
            long[] counts = bins.getOrDefault(i, new long[2]);
            all.add(new Bin(first + i * width, first + (i + 1) * width, counts[0], counts[1]));
        }
        return all;
    }

    /**
     * A piece of the time axis.
     *
     * @param from where it begins
     * @param to where it ends
     * @param evaluations of the adjoint system in it
     * @param rejectedSteps that started in it
     */
    public record Bin(double from, double to, long evaluations, long rejectedSteps) {}
}
