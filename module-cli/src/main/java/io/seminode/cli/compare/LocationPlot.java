package io.seminode.cli.compare;

import io.seminode.cli.compare.Locations.Bin;
import io.seminode.cli.report.Plots;
import io.seminode.cli.report.Plots.Histogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;

/** Histograms of where in t something fell, below each other. */
public final class LocationPlot {
    private LocationPlot() {}

    /**
     * The plot, of the interval of the solve. A backward solve that overshoots its begin has some beyond it, which are only
     * counted.
     *
     * @param bins by label, in the order of the panels; all of one width, without gaps
     * @param from where the interval begins; it ends where the bins do
     * @param count what is shown of a bin
     */
    public static XYChart of(
            String title,
            String xTitle,
            String yTitle,
            Map<String, List<Bin>> bins,
            double from,
            ToDoubleFunction<Bin> count) {
        double to = Double.NEGATIVE_INFINITY;
        double width = 0;
        for (List<Bin> some : bins.values()) {
            to = Math.max(to, some.get(some.size() - 1).to());
            width = some.get(0).to() - some.get(0).from();
        }
        int n = (int) Math.round((to - from) / width);
        double[] edges = new double[n + 1];
        for (int i = 0; i <= n; i++) {
            edges[i] = from + i * width;
        }
        List<Histogram> histograms = new ArrayList<>();
        for (Map.Entry<String, List<Bin>> entry : bins.entrySet()) {
            double[] counts = new double[n];
            double total = 0;
            double before = 0;
            for (Bin bin : entry.getValue()) {
                int i = (int) Math.round((bin.from() - from) / width);
                double counted = count.applyAsDouble(bin);
                total += counted;
                if (i < 0) {
                    before += counted;
                } else {
                    counts[i] = counted;
                }
            }
            histograms.add(new Histogram(
                    entry.getKey() + totals(total, before, from),
                    histograms.size(),
                    Arrays.stream(counts).boxed().toList()));
        }
        return Plots.histograms(title, xTitle, yTitle, edges, histograms);
    }

    static String totals(double total, double before, double from) {
        return before == 0
                ? String.format(Locale.ROOT, " (%,.0f in all)", total)
                : String.format(
                        Locale.ROOT, " (%,.0f in all, %,.0f of them below %s)", total, before, Plots.shortNumber(from));
    }
}
