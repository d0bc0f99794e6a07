package io.seminode.cli.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.List;
import org.knowm.xchart.XYChart;

/** Charts below each other under one title, as one picture. */
final class StackedChart extends XYChart {
    private static final int TITLE_HEIGHT = 56;
    private static final int TITLE_BASELINE = 40;

    private final String title;
    private final Font titleFont;
    private final Color titleColour;
    private final List<XYChart> panels;

    /** Panels of the same width, the first on top. */
    StackedChart(String title, Font titleFont, Color titleColour, List<XYChart> panels) {
        super(
                panels.get(0).getWidth(),
                TITLE_HEIGHT + panels.stream().mapToInt(XYChart::getHeight).sum());
        this.title = title;
        this.titleFont = titleFont;
        this.titleColour = titleColour;
        this.panels = List.copyOf(panels);
    }

    /** The charts, the first on top. */
    List<XYChart> panels() {
        return panels;
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height) {
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(titleColour);
        graphics.setFont(titleFont);
        int titleWidth = graphics.getFontMetrics().stringWidth(title);
        graphics.drawString(title, (width - titleWidth) / 2, TITLE_BASELINE);
        AffineTransform origin = graphics.getTransform();
        int top = TITLE_HEIGHT;
        for (XYChart panel : panels) {
            graphics.translate(0, top);
            panel.paint(graphics, panel.getWidth(), panel.getHeight());
            graphics.setTransform(origin);
            top += panel.getHeight();
        }
    }
}
