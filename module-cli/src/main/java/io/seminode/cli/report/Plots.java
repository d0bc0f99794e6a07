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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final double MARGIN = 0.1;
    private static final double HISTOGRAM_MARGIN = 0.08;
    private static final int LEAST_PLAIN = -4; // the powers of ten between which numbers are written out
    private static final int MOST_PLAIN = 6;

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
    static final Font TICKS = font(Font.PLAIN, 13);
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
        XYStyler styler = chart.getStyler();
        int epochs = lines.stream().mapToInt(l -> l.values().size()).max().orElse(1);
        Scale across = Scale.linear(0, epochs + Math.max(0.1, 0.02 * epochs));
        across.across(styler, 1);
        Scale up = upFor(lines, mayBeLogarithmic);
        up.up(styler);
        for (Line line : lines) {
            double[] x = IntStream.rangeClosed(1, line.values().size())
                    .mapToDouble(across::place)
                    .toArray();
            XYSeries series = chart.addSeries(line.name(), x, up.places(line.values()));
            series.setLineColor(colour(line.group()));
            series.setLineStyle(line.dashed() ? dashed(line.group()) : solid(line.group()));
            series.setMarker(line.dashed() ? SeriesMarkers.NONE : marker(line.group()));
            series.setMarkerColor(colour(line.group()));
            series.setShowInLegend(!line.dashed());
        }
        if (lines.stream().filter(l -> !l.dashed()).count() > MOST_LEGENDS_IN_A_ROW) {
            styler.setLegendLayout(LegendLayout.Vertical);
        }
        styler.setMarkerSize(lines.stream().anyMatch(l -> l.values().size() > MANY_EPOCHS) ? 4 : 8);
        return chart;
    }

    private static Scale upFor(List<Line> lines, boolean mayBeLogarithmic) {
        double smallest = extreme(lines, Math::min, Double.POSITIVE_INFINITY);
        double largest = extreme(lines, Math::max, Double.NEGATIVE_INFINITY);
        if (mayBeLogarithmic && smallest > 0 && largest > LOGARITHMIC_FROM_RATIO * smallest) {
            return Scale.logarithmic(smallest, largest);
        }
        return smallest < largest || smallest == largest ? fromZero(smallest, largest, MARGIN) : Scale.linear(0, 1);
    }

    /** A linear axis with 0 on it, and room beyond the values. */
    static Scale fromZero(double smallest, double largest, double margin) {
        double low = Math.min(0, smallest);
        double high = Math.max(0, largest);
        double room = high > low ? margin * (high - low) : 1;
        return Scale.linear(low < 0 ? low - room : 0, high > 0 || low == 0 ? high + room : 0);
    }

    private static double extreme(List<Line> lines, DoubleBinaryOperator of, double start) {
        double found = start;
        for (Line line : lines) {
            for (double value : line.values()) {
                found = Double.isFinite(value) ? of.applyAsDouble(found, value) : found;
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
        Scale across = Scale.linear(edges[0], edges[edges.length - 1]);
        Scale up = fromZero(0, largest, HISTOGRAM_MARGIN);
        List<XYChart> panels = new ArrayList<>();
        for (Histogram histogram : histograms) {
            boolean last = panels.size() == histograms.size() - 1;
            XYChart panel =
                    chart(histogram.name(), last ? xTitle : "", yTitle, last ? LAST_PANEL_HEIGHT : PANEL_HEIGHT);
            XYSeries series = panel.addSeries(
                    histogram.name(), across.places(outlineX(edges)), up.places(outlineY(histogram.counts())));
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
            across.across(styler, 0);
            up.up(styler);
            panels.add(panel);
        }
        return new StackedChart(title, font(Font.BOLD, 18), TEXT, panels);
    }

    /** The x of a histogram's outline: along the top of each bin. */
    private static List<Double> outlineX(double[] edges) {
        return Arrays.stream(edges).boxed().flatMap(x -> Stream.of(x, x)).toList();
    }

    private static List<Double> outlineY(List<Double> counts) {
        return Stream.of(Stream.of(0.0), counts.stream().flatMap(y -> Stream.of(y, y)), Stream.of(0.0))
                .flatMap(y -> y)
                .toList();
    }

    /**
     * A drawing that is no chart, to be written as charts are: as PNG and as SVG.
     *
     * @param painter draws it on white ground
     */
    public static XYChart drawing(int width, int height, Consumer<Graphics2D> painter) {
        return new Drawing(width, height, painter);
    }

    static XYChart chart(String title, String xTitle, String yTitle, int height) {
        return chart(title, xTitle, yTitle, WIDTH, height);
    }

    static XYChart chart(String title, String xTitle, String yTitle, int width, int height) {
        XYChart chart = new XYChartBuilder()
                .width(width)
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
        styler.setAxisTickLabelsFont(TICKS);
        styler.setAxisTickLabelsColor(TEXT);
        styler.setAxisTickMarksColor(TEXT);
        styler.setYAxisTickMarkSpacingHint(55);
        styler.setLegendFont(font(Font.PLAIN, 14));
        styler.setLegendPosition(LegendPosition.OutsideS);
        styler.setLegendLayout(LegendLayout.Horizontal);
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

    /** Four digits, without zeros at the end. */
    public static String shortNumber(double x) {
        return text(Scale.rounded(x));
    }

    /** Without zeros at the end, and with a power of ten where that is shorter. */
    static String text(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        return stripped.signum() == 0 || (exponent >= LEAST_PLAIN && exponent <= MOST_PLAIN)
                ? stripped.toPlainString()
                : stripped.movePointLeft(exponent).toPlainString() + "e" + exponent;
    }

    /** Draws a plot as PNG, with twice as many pixels as its nominal size. */
    static void writePng(XYChart chart, Path file) throws IOException {
        if (!ImageIO.write(image(chart), "png", file.toFile())) {
            throw new UnsupportedOperationException("this Java can't write PNG");
        }
    }

    /** Draws a plot with twice as many pixels as its nominal size. */
    static BufferedImage image(XYChart chart) {
        int width = chart.getWidth();
        int height = chart.getHeight();
        BufferedImage image = new BufferedImage(PNG_SCALE * width, PNG_SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(PNG_SCALE, PNG_SCALE);
        chart.paint(graphics, width, height);
        graphics.dispose();
        return image;
    }

    /** Draws a plot as SVG. */
    static void writeSvg(XYChart chart, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
        }
    }
}
