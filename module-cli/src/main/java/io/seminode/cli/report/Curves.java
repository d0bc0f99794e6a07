package io.seminode.cli.report;

import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Plots of one number against another, in the style of {@link Plots}. */
public final class Curves {
    private static final int HEIGHT = 540;
    private static final int PANEL_HEIGHT = 210;
    private static final double MARGIN = 0.06;

    private Curves() {}

    /**
     * A curve.
     *
     * @param name for the legend
     * @param group determines the colour; from 0
     * @param marked whether each point has a marker: for few points
     * @param x of the points
     * @param y of the points, as many
     * @param deviations of the points, drawn as bars, as many; empty for none
     */
    public record Curve(
            String name, int group, boolean marked, List<Double> x, List<Double> y, List<Double> deviations) {
        /** Copies the lists. */
        public Curve {
            x = List.copyOf(x);
            y = List.copyOf(y);
            deviations = List.copyOf(deviations);
            if (!deviations.isEmpty() && deviations.size() != y.size()) {
                throw new IllegalArgumentException("A curve of " + y.size() + " points and " + deviations.size()
                        + " deviations found, expected as many of both, or no deviations.");
            }
            if (x.size() != y.size() || x.isEmpty()) {
                throw new IllegalArgumentException("A curve of " + x.size() + " x and " + y.size()
                        + " y found, expected as many of both, and some.");
            }
        }

        /** A curve without deviations. */
        public Curve(String name, int group, boolean marked, List<Double> x, List<Double> y) {
            this(name, group, marked, x, y, List.of());
        }

        private double deviation(int point) {
            return deviations.isEmpty() ? 0 : deviations.get(point);
        }
    }

    /**
     * Curves in one picture.
     *
     * @param logarithmic whether the horizontal axis is, with ticks at powers of two; all x are positive then
     */
    public static XYChart plot(String title, String xTitle, String yTitle, boolean logarithmic, List<Curve> curves) {
        XYChart chart = Plots.chart(title, xTitle, yTitle, HEIGHT);
        add(chart, curves, logarithmic);
        return chart;
    }

    /**
     * A panel of several below each other.
     *
     * @param yTitle of its vertical axis
     * @param curves in it
     */
    public record Panel(String yTitle, List<Curve> curves) {
        /** Copies the list. */
        public Panel {
            curves = List.copyOf(curves);
        }
    }

    /** Panels below each other, with the same horizontal axis. */
    public static XYChart panels(String title, String xTitle, List<Panel> panels) {
        List<XYChart> charts = new ArrayList<>();
        for (Panel panel : panels) {
            boolean last = charts.size() == panels.size() - 1;
            XYChart chart = Plots.chart("", last ? xTitle : "", panel.yTitle(), PANEL_HEIGHT + (last ? 25 : 0));
            chart.getStyler().setChartTitleVisible(false);
            chart.getStyler().setChartPadding(10);
            chart.getStyler().setYAxisTickMarkSpacingHint(35);
            chart.getStyler().setLegendPadding(12);
            add(chart, panel.curves(), false);
            charts.add(chart);
        }
        return new StackedChart(title, Plots.font(Font.BOLD, 18), Plots.TEXT, charts);
    }

    private static void add(XYChart chart, List<Curve> curves, boolean logarithmic) {
        double from = Double.POSITIVE_INFINITY;
        double to = Double.NEGATIVE_INFINITY;
        double low = 0;
        double high = 0;
        for (Curve curve : curves) {
            for (int i = 0; i < curve.x().size(); i++) {
                from = Math.min(from, curve.x().get(i));
                to = Math.max(to, curve.x().get(i));
                low = Math.min(low, curve.y().get(i) - curve.deviation(i));
                high = Math.max(high, curve.y().get(i) + curve.deviation(i));
            }
        }
        Scale across = logarithmic ? Scale.doublings(from, to) : Scale.linear(from, to > from ? to : from + 1);
        across.across(chart.getStyler(), 0);
        Scale up = Plots.fromZero(low, high, MARGIN);
        up.up(chart.getStyler());
        for (Curve curve : curves) {
            double[] x = across.places(curve.x());
            double[] y = up.places(curve.y());
            XYSeries series = curve.deviations().isEmpty()
                    ? chart.addSeries(curve.name(), x, y)
                    : chart.addSeries(curve.name(), x, y, up.places(curve.deviations()));
            series.setLineColor(Plots.colour(curve.group()));
            series.setLineStyle(Plots.solid(1));
            series.setMarker(curve.marked() ? Plots.marker(curve.group()) : SeriesMarkers.NONE);
            series.setMarkerColor(Plots.colour(curve.group()));
        }
    }
}
