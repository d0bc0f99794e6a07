package io.seminode.cli.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Plots in one style: white ground, light grid, colours that the colour-blind can tell apart (Okabe and Ito, "Color
 * Universal Design", 2008), and a marker or fill of its own for each series.
 */
public final class Plots {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 540;
    private static final int PANEL_HEIGHT = 190;
    private static final int LAST_PANEL_HEIGHT = 215;
    private static final int MOST_LEGENDS_IN_A_ROW = 4;
    private static final int PNG_SCALE = 2;
    private static final double LOGARITHMIC_FROM_RATIO = 20;
    private static final int FILL_ALPHA = 70;
    private static final int MANY_EPOCHS = 30;
    private static final int PLOT_WIDTH = 810; // what titles and labels leave of the width, about
    private static final int MOST_TICKS = 13;
    private static final double ROUNDING = 1e-9;
    private static final double EDGE = 1e-3; // of an axis beyond its ends, where XChart would draw no tick

    private static final List<Color> COLOURS = List.of(
            new Color(0xD55E00),
            new Color(0x0072B2),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0xE69F00),
            new Color(0x56B4E9));
    private static final List<Marker> MARKERS = List.of(
            SeriesMarkers.CIRCLE,
            SeriesMarkers.DIAMOND,
            SeriesMarkers.SQUARE,
            SeriesMarkers.TRIANGLE_UP,
            SeriesMarkers.TRIANGLE_DOWN,
            SeriesMarkers.CROSS);
    static final Color TEXT = new Color(0x333333);
    private static final Color GRID = new Color(0xE4E4E4);

    private Plots() {}

    /**
     * A line over the epochs.
     *
     * @param name for the legend
     * @param group lines of one group have one colour; from 0
     * @param dashed for a secondary line of the group
     * @param values one per epoch
     */
    public record Line(String name, int group, boolean dashed, List<Double> values) {}

    /**
     * A histogram.
     *
     * @param name for the legend
     * @param group determines the colour; from 0
     * @param counts one per bin
     */
    public record Histogram(String name, int group, List<Double> counts) {}

    /**
     * Lines over epochs; the vertical axis becomes logarithmic if that shows more. Dashed lines have the colour of their group
     * and no place of their own in the legend.
     */
    public static XYChart lines(String title, String yTitle, boolean mayBeLogarithmic, List<Line> lines) {
        XYChart chart = chart(title, "Epoch", yTitle, HEIGHT);
        for (Line line : lines) {
            double[] epochs = IntStream.rangeClosed(1, line.values().size())
                    .asDoubleStream()
                    .toArray();
            XYSeries series = chart.addSeries(line.name(), epochs, toArray(line.values()));
            series.setLineColor(colour(line.group()));
            series.setLineStyle(line.dashed() ? dashed(line.group()) : solid(line.group()));
            series.setMarker(line.dashed() ? SeriesMarkers.NONE : marker(line.group()));
            series.setMarkerColor(colour(line.group()));
            series.setShowInLegend(!line.dashed());
        }
        XYStyler styler = chart.getStyler();
        if (lines.stream().filter(l -> !l.dashed()).count() > MOST_LEGENDS_IN_A_ROW) {
            styler.setLegendLayout(LegendLayout.Vertical);
        }
        styler.setMarkerSize(lines.stream().anyMatch(l -> l.values().size() > MANY_EPOCHS) ? 4 : 8);
        double smallest = extreme(lines, Math::min, Double.POSITIVE_INFINITY);
        double largest = extreme(lines, Math::max, Double.NEGATIVE_INFINITY);
        if (mayBeLogarithmic && smallest > 0 && largest > LOGARITHMIC_FROM_RATIO * smallest) {
            styler.setYAxisLogarithmic(true);
        } else if (Double.isFinite(largest)) {
            verticalAxis(styler, largest > 0 ? 1.1 * largest : 1);
        }
        int epochs = lines.stream().mapToInt(l -> l.values().size()).max().orElse(1);
        horizontalAxis(styler, 0, epochs + Math.max(0.1, 0.02 * epochs), 1);
        return chart;
    }

    private static double extreme(List<Line> lines, DoubleBinaryOperator of, double start) {
        double found = start;
        for (Line line : lines) {
            for (double value : line.values()) {
                found = Double.isNaN(value) ? found : of.applyAsDouble(found, value);
            }
        }
        return found;
    }

    /**
     * Histograms below each other, with the same axes.
     *
     * @param edges of the bins, [bins + 1]
     */
    public static XYChart histograms(
            String title, String xTitle, String yTitle, double[] edges, List<Histogram> histograms) {
        double largest = histograms.stream()
                .flatMap(h -> h.counts().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        List<XYChart> panels = new ArrayList<>();
        for (Histogram histogram : histograms) {
            boolean last = panels.size() == histograms.size() - 1;
            XYChart panel =
                    chart(histogram.name(), last ? xTitle : "", yTitle, last ? LAST_PANEL_HEIGHT : PANEL_HEIGHT);
            XYSeries series = panel.addSeries(histogram.name(), outlineX(edges), outlineY(histogram.counts()));
            series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
            Color colour = colour(histogram.group());
            series.setLineColor(colour);
            series.setLineStyle(new BasicStroke(1.6f));
            series.setFillColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), FILL_ALPHA));
            series.setMarker(SeriesMarkers.NONE);
            XYStyler styler = panel.getStyler();
            styler.setLegendVisible(false);
            styler.setChartPadding(10);
            styler.setChartTitleFont(font(Font.PLAIN, 15));
            styler.setChartTitlePadding(2);
            styler.setYAxisTickMarkSpacingHint(35);
            horizontalAxis(styler, edges[0], edges[edges.length - 1], 0);
            verticalAxis(styler, largest > 0 ? 1.08 * largest : 1);
            panels.add(panel);
        }
        return new StackedChart(title, font(Font.BOLD, 18), TEXT, panels);
    }

    /** The x of a histogram's outline: along the top of each bin. The last bin is a little narrower: XChart puts ticks on points that are equally spaced. */
    private static double[] outlineX(double[] edges) {
        double[] x = new double[2 * edges.length];
        for (int i = 0; i < edges.length; i++) {
            x[2 * i] = edges[i];
            x[2 * i + 1] = edges[i];
        }
        int last = edges.length - 1;
        x[2 * last] -= 0.01 * (edges[last] - edges[last - 1]);
        x[2 * last + 1] = x[2 * last];
        return x;
    }

    private static double[] outlineY(List<Double> counts) {
        double[] y = new double[2 * counts.size() + 2];
        for (int i = 0; i < counts.size(); i++) {
            y[2 * i + 1] = counts.get(i);
            y[2 * i + 2] = counts.get(i);
        }
        return y;
    }

    /**
     * A drawing that is no chart, to be written as charts are: as PNG and as SVG.
     *
     * @param painter draws it on white ground
     */
    public static XYChart drawing(int width, int height, Consumer<Graphics2D> painter) {
        return new Drawing(width, height, painter);
    }

    static double[] toArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    static XYChart chart(String title, String xTitle, String yTitle, int height) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(height)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        XYStyler styler = chart.getStyler();
        styler.setAntiAlias(true);
        styler.setLocale(Locale.ROOT);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setPlotContentSize(1.0);
        styler.setPlotMargin(0);
        styler.setYAxisLabelAlignment(TextAlignment.Right);
        styler.setChartPadding(16);
        styler.setChartFontColor(TEXT);
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitleFont(font(Font.BOLD, 18));
        styler.setChartTitlePadding(10);
        styler.setAxisTitleFont(font(Font.PLAIN, 15));
        styler.setAxisTitlePadding(10);
        styler.setAxisTickLabelsFont(font(Font.PLAIN, 13));
        styler.setAxisTickLabelsColor(TEXT);
        styler.setAxisTickMarksColor(TEXT);
        styler.setYAxisTickMarkSpacingHint(55);
        styler.setLegendFont(font(Font.PLAIN, 14));
        styler.setLegendPosition(LegendPosition.OutsideS);
        styler.setLegendLayout(LegendLayout.Horizontal);
        styler.setyAxisTickLabelsFormattingFunction(Plots::shortNumber);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendBackgroundColor(Color.WHITE);
        styler.setLegendSeriesLineLength(34);
        styler.setLegendPadding(18);
        return chart;
    }

    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /** Later lines are drawn over earlier ones, and thinner, so that equal lines can both be seen. */
    private static float lineWidth(int group) {
        return Math.max(1.6f, 4.2f - 1.3f * group);
    }

    static BasicStroke solid(int group) {
        return new BasicStroke(lineWidth(group), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    private static BasicStroke dashed(int group) {
        return new BasicStroke(
                lineWidth(group), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {8, 6}, 0);
    }

    static Color colour(int group) {
        return COLOURS.get(group % COLOURS.size());
    }

    static Marker marker(int group) {
        return MARKERS.get(group % MARKERS.size());
    }

    /** Ticks at multiples of 1, 2 or 5 times a power of ten, at least {@code smallestTick} apart. */
    static void horizontalAxis(XYStyler styler, double from, double to, double smallestTick) {
        double atLeast = Math.max(smallestTick, (to - from) / MOST_TICKS);
        double power = Math.pow(10, Math.floor(Math.log10(atLeast) + ROUNDING));
        double tick = Stream.of(1, 2, 5, 10)
                .mapToDouble(i -> i * power)
                .filter(t -> t >= atLeast * (1 - ROUNDING))
                .findFirst()
                .orElse(10 * power);
        // XChart takes the next round number above the hint.
        styler.setXAxisTickMarkSpacingHint((int) (0.9 * tick / (to - from) * PLOT_WIDTH));
        styler.setxAxisTickLabelsFormattingFunction(Plots::shortNumber);
        double edge = EDGE * (to - from);
        styler.setXAxisMin(from - edge);
        styler.setXAxisMax(to + edge);
    }

    /** From 0. */
    static void verticalAxis(XYStyler styler, double to) {
        styler.setYAxisMin(-EDGE * to);
        styler.setYAxisMax(to);
    }

    /** Four digits, without zeros at the end. */
    public static String shortNumber(Double x) {
        return Math.abs(x) < 1e-9
                ? "0"
                : new BigDecimal(x)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /** Draws a plot as PNG, with twice as many pixels as its nominal size. */
    static void writePng(XYChart chart, Path file) throws IOException {
        int width = chart.getWidth();
        int height = chart.getHeight();
        BufferedImage image = new BufferedImage(PNG_SCALE * width, PNG_SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(PNG_SCALE, PNG_SCALE);
        chart.paint(graphics, width, height);
        graphics.dispose();
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new UnsupportedOperationException("this Java can't write PNG");
        }
    }

    /** Draws a plot as SVG. */
    static void writeSvg(XYChart chart, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
        }
    }
}
