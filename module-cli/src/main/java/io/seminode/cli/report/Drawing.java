package io.seminode.cli.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.function.Consumer;
import org.knowm.xchart.XYChart;

/** A drawing that is no chart, to be written as charts are. */
final class Drawing extends XYChart {
    private final Consumer<Graphics2D> painter;

    Drawing(int width, int height, Consumer<Graphics2D> painter) {
        super(width, height);
        this.painter = painter;
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        painter.accept(graphics);
    }
}
