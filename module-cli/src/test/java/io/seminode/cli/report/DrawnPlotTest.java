package io.seminode.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.cli.report.Curves.Curve;
import io.seminode.cli.report.Curves.Panel;
import io.seminode.cli.report.Plots.Histogram;
import io.seminode.cli.report.Plots.Line;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.knowm.xchart.XYChart;

/** What can be read from every kind of plot are the numbers that it was made of. */
final class DrawnPlotTest {
    private static final double ONE_PIXEL = 1 / 380.0;
    private static final Color ORANGE = new Color(0xD55E00);
    private static final Color BLUE = new Color(0x0072B2);

    @TempDir
    Path folder;

    /** Losses of a training on speech, a hundred times and more the unit, and less than XChart has ticks for. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 1e-3, 250, 1e-9, 1e-13, 1e9})
    void lossesOverMoreThanTwentyfoldAreReadBack(double unit) throws IOException {
        assertLossesAreReadBack(
                true,
                List.of(14.2 * unit, 5.31 * unit, 2.7 * unit, 0.65 * unit),
                List.of(8.1 * unit, 4.4 * unit, 1.228 * unit, 1.3 * unit));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e-3, 250, 1e-9, 1e-13, 1e9})
    void lossesOverLessThanTwentyfoldAreReadBack(double unit) throws IOException {
        assertLossesAreReadBack(
                false, List.of(6.2 * unit, 5.9 * unit, 5.1 * unit), List.of(6.4 * unit, 6.0 * unit, 5.2 * unit));
    }

    @Test
    void lossesOverManyPowersOfTenAreReadBack() throws IOException {
        assertLossesAreReadBack(true, List.of(3e3, 12.0, 0.04, 2e-5, 7e-7), List.of(5e3, 15.0, 0.06, 3e-5, 9e-7));
    }

    private void assertLossesAreReadBack(boolean logarithmic, List<Double> training, List<Double> validation)
            throws IOException {
        DrawnPlot drawn = drawn(Plots.lines(
                "Losses",
                "Loss",
                true,
                List.of(new Line("training", 0, false, training), new Line("validation", 0, true, validation))));
        assertEquals(logarithmic, drawn.isLogarithmicUp());
        assertAre(training, logarithmic, drawn.points(ORANGE, false));
        assertAre(validation, logarithmic, drawn.points(ORANGE, true));
    }

    private static void assertAre(List<Double> values, boolean logarithmic, List<double[]> points) {
        assertEquals(values.size(), points.size());
        double largest = values.stream().mapToDouble(v -> v).max().orElseThrow();
        for (int i = 0; i < values.size(); i++) {
            assertEquals(i + 1.0, points.get(i)[0], 0.02, "epoch");
            double found = points.get(i)[1];
            double tolerance = logarithmic ? 0.03 * values.get(i) : 2 * ONE_PIXEL * largest;
            assertEquals(values.get(i), found, tolerance, "in epoch " + (i + 1));
        }
    }

    /** A plot of a training that diverged says what there is. */
    @Test
    void whatIsNotFiniteIsLeftOut() throws IOException {
        DrawnPlot drawn = drawn(Plots.lines(
                "Losses",
                "Loss",
                true,
                List.of(new Line("a", 0, false, List.of(3.0, 2.0, Double.NaN, Double.POSITIVE_INFINITY)))));
        assertAre(List.of(3.0, 2.0), false, drawn.points(ORANGE, false));
        DrawnPlot empty = drawn(Plots.lines(
                "Losses", "Loss", true, List.of(new Line("a", 0, false, List.of(Double.NaN, Double.NaN, Double.NaN)))));
        assertTrue(empty.points(ORANGE, false).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e-6, 1e7})
    void histogramsAreReadBack(double unit) throws IOException {
        double[] edges = {0, 0.5 * unit, unit, 1.5 * unit, 2 * unit};
        List<Double> counts = List.of(30.0, 1200.0, 7.0, 410.0);
        StackedChart stacked = (StackedChart)
                Plots.histograms("Where", "t", "Evaluations", edges, List.of(new Histogram("default", 0, counts)));
        DrawnPlot drawn = drawn(stacked.panels().get(0));
        List<double[]> outline = drawn.points(ORANGE, false);
        for (int bin = 0; bin < counts.size(); bin++) {
            double left = edges[bin];
            double count = counts.get(bin);
            assertTrue(
                    outline.stream().anyMatch(p -> Math.abs(p[0] - left) < 0.01 * unit && Math.abs(p[1] - count) < 20),
                    "the bin from " + left);
        }
    }

    @Test
    void curvesAreReadBack() throws IOException {
        List<Double> x = List.of(0.37, 1.5, 6.1, 24.0);
        List<Double> y = List.of(-4.0, 20.0, 45.0, 62.0);
        for (boolean logarithmic : List.of(true, false)) {
            DrawnPlot drawn =
                    drawn(Curves.plot("Saved", "Size", "%", logarithmic, List.of(new Curve("a", 1, true, x, y))));
            assertEquals(logarithmic, drawn.isLogarithmicAcross());
            assertCurve(x, y, drawn.points(BLUE, false), 0.02, 0.5);
        }
    }

    @Test
    void panelsAreReadBack() throws IOException {
        List<Double> x = List.of(0.0, 1.0, 2.5, 4.0);
        List<Double> y = List.of(-3.1, 0.2, 1.4, 3.0);
        StackedChart stacked = (StackedChart) Curves.panels(
                "Motion", "t (s)", List.of(new Panel("angle", List.of(new Curve("a", 0, false, x, y)))));
        assertCurve(x, y, drawn(stacked.panels().get(0)).points(ORANGE, false), 0.02, 0.15);
    }

    private static void assertCurve(
            List<Double> x, List<Double> y, List<double[]> points, double tolerance, double toleranceUp) {
        assertEquals(x.size(), points.size());
        for (int i = 0; i < x.size(); i++) {
            assertEquals(x.get(i), points.get(i)[0], tolerance * Math.max(1, x.get(i)));
            assertEquals(y.get(i), points.get(i)[1], toleranceUp);
        }
    }

    /** Without points between the axes, a corner that is drawn shows what the axes say of it. */
    @ParameterizedTest
    @ValueSource(doubles = {4, 0.05, 3000})
    void planesHaveAxesThatSayWhereTheirPointsLie(double reach) throws IOException {
        DrawnPlot drawn = drawn(Plane.points(new double[] {0.5 * reach, -0.25 * reach}, reach));
        double[] dot = drawn.dots().get(0);
        assertEquals(0.5 * reach, dot[0], 0.01 * reach);
        assertEquals(-0.25 * reach, dot[1], 0.01 * reach);
    }

    /** The picture of the densities lies between the axes: the one cell that is dark is where they say. */
    @Test
    void densitiesLieWhereTheAxesSay() throws IOException {
        double[] densities = new double[16];
        densities[4 + 3] = 2; // the second row from below, the last column: x in 1 to 2, y in -1 to 0
        XYChart chart = Plane.densities(densities, 4, 2);
        DrawnPlot axes = drawn(chart);
        BufferedImage picture = Plots.image(chart);
        List<double[]> dark = new ArrayList<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                double[] at = axes.at(x / 2.0, y / 2.0);
                if (at[0] < 2 && new Color(picture.getRGB(x, y)).equals(new Color(Plane.shade(1)))) {
                    dark.add(at);
                }
            }
        }
        assertEquals(1, dark.stream().mapToDouble(p -> p[0]).min().orElseThrow(), 0.02);
        assertEquals(2, dark.stream().mapToDouble(p -> p[0]).max().orElseThrow(), 0.02);
        assertEquals(-1, dark.stream().mapToDouble(p -> p[1]).min().orElseThrow(), 0.02);
        assertEquals(0, dark.stream().mapToDouble(p -> p[1]).max().orElseThrow(), 0.02);
    }

    private DrawnPlot drawn(XYChart chart) throws IOException {
        Path file = folder.resolve("plot.svg");
        Plots.writeSvg(chart, file);
        return DrawnPlot.read(file);
    }
}
