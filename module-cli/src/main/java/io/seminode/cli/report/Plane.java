package io.seminode.cli.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What lies in a part of the plane, between axes: points, or densities as shades. */
final class Plane {
    private static final int WIDTH = 606; // the plot between the axes is then about a square
    private static final int HEIGHT = 600;
    private static final int BAR_LEFT = 8;
    private static final int BAR_WIDTH = 18;
    private static final int BAR_ROOM = 92; // with its labels
    private static final int BAR_STEPS = 250;
    private static final int BAR_LABELS = 5;
    private static final int TICK = 4;
    private static final Color POINT = new Color(0, 0x72, 0xB2, 90);

    private final double reach;
    private final Scale scale;
    private final XYChart axes;

    private Plane(double reach) {
        this.reach = reach;
        scale = Scale.linear(-reach, reach);
        axes = Plots.chart("", "x", "y", WIDTH, HEIGHT);
        axes.getStyler().setChartTitleVisible(false);
        axes.getStyler().setLegendVisible(false);
        scale.across(axes.getStyler(), 0);
        scale.up(axes.getStyler());
    }

    /**
     * Points, of which those beyond the axes are left out.
     *
     * @param points [count, 2]
     */
    static XYChart points(double[] points, double reach) {
        Plane plane = new Plane(reach);
        int count = points.length / 2;
        double[] x = new double[count];
        double[] y = new double[count];
        for (int i = 0; i < count; i++) {
            x[i] = plane.scale.place(points[2 * i]);
            y[i] = plane.scale.place(points[2 * i + 1]);
        }
        XYSeries series = plane.axes.addSeries("points", x, y);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(POINT);
        plane.axes.getStyler().setMarkerSize(3);
        return plane.axes;
    }

    /**
     * Densities on a grid.
     *
     * @param densities [rows, columns], the first row at the bottom
     */
    static XYChart densities(double[] densities, int columns, double reach) {
        Plane plane = new Plane(reach);
        double[] ends = plane.scale.places(List.of(-reach, reach));
        plane.axes
                .addSeries("ends", ends, ends) // XChart has no axes without a series
                .setMarker(SeriesMarkers.NONE)
                .setLineStyle(SeriesLines.NONE);
        double largest = Double.MIN_NORMAL;
        for (double density : densities) {
            largest = Math.max(largest, density);
        }
        BufferedImage cells = cells(densities, columns, largest);
        double darkest = largest;
        return Plots.drawing(WIDTH + BAR_ROOM, HEIGHT, graphics -> plane.draw(graphics, cells, darkest));
    }

    /** A pixel for each. */
    private static BufferedImage cells(double[] densities, int columns, double largest) {
        int rows = densities.length / columns;
        BufferedImage cells = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < rows * columns; i++) {
            cells.setRGB(i % columns, rows - 1 - i / columns, shade(densities[i] / largest));
        }
        return cells;
    }

    private void draw(Graphics2D graphics, BufferedImage cells, double darkest) {
        axes.paint(graphics, WIDTH, HEIGHT);
        double left = axes.getScreenXFromChart(scale.place(-reach));
        double right = axes.getScreenXFromChart(scale.place(reach));
        double top = axes.getScreenYFromChart(scale.place(reach));
        double bottom = axes.getScreenYFromChart(scale.place(-reach));
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        graphics.drawImage(
                cells,
                (int) Math.round(left),
                (int) Math.round(top),
                (int) Math.round(right - left),
                (int) Math.round(bottom - top),
                null);
        bar(graphics, top, bottom, darkest);
    }

    /** What the shades stand for. */
    private static void bar(Graphics2D graphics, double top, double bottom, double darkest) {
        double left = WIDTH + BAR_LEFT;
        double step = (bottom - top) / BAR_STEPS;
        for (int i = 0; i < BAR_STEPS; i++) {
            graphics.setColor(new Color(shade((i + 0.5) / BAR_STEPS)));
            graphics.fill(new Rectangle2D.Double(left, bottom - (i + 1) * step, BAR_WIDTH, step + 0.5));
        }
        graphics.setColor(Plots.TEXT);
        graphics.draw(new Rectangle2D.Double(left, top, BAR_WIDTH, bottom - top));
        graphics.setFont(Plots.TICKS);
        int ascent = graphics.getFontMetrics().getAscent();
        for (int i = 0; i < BAR_LABELS; i++) {
            double share = i / (BAR_LABELS - 1.0);
            double y = bottom - share * (bottom - top);
            double end = left + BAR_WIDTH;
            graphics.draw(new Line2D.Double(end, y, end + TICK, y));
            graphics.drawString(
                    Plots.shortNumber(share * darkest), (float) (end + 2 * TICK), (float) (y + 0.4 * ascent));
        }
    }

    /** From white over blue to a dark blue; the square root shows small densities too. */
    static int shade(double share) {
        float depth = (float) Math.sqrt(share);
        return Color.HSBtoRGB(0.57f, Math.min(1, 1.6f * depth), 1 - 0.75f * depth * depth);
    }
}
