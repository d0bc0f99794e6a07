package io.seminode.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seminode.cli.compare.LocationPlot;
import io.seminode.cli.compare.Locations.Bin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

final class StackedChartTest {
    @Test
    void histogramsShowTheIntervalOfTheSolveAndNoMore() {
        List<Bin> bins = new ArrayList<>();
        for (int i = -70; i < 70; i++) { // a backward solve that overshot its begin
            bins.add(new Bin(2 * i, 2 * (i + 1), i == -1 || i == 69 ? 3 : 0, 0));
        }
        StackedChart chart = (StackedChart) LocationPlot.of(
                "Title", "t", "Evaluations", Map.of("default", bins), 0, bin -> bin.evaluations() / 2.0);
        assertEquals(1, chart.panels().size());
        XYChart panel = chart.panels().get(0);
        assertEquals("default (3 in all, 2 of them below 0)", panel.getTitle());
        Function<Double, String> labels = panel.getStyler().getxAxisTickLabelsFormattingFunction();
        assertEquals("0", labels.apply(panel.getStyler().getXAxisMin()));
        assertEquals("140", labels.apply(panel.getStyler().getXAxisMax()));
    }
}
