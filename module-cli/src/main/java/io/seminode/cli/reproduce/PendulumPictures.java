package io.seminode.cli.reproduce;

import io.seminode.cli.report.Plots;
import io.seminode.data.pendulum.ControlledPendulum.State;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.knowm.xchart.XYChart;

/** Draws double pendulums. */
final class PendulumPictures {
    private static final int SIDE = 200;
    private static final int LABEL = 24;
    private static final double REACH = 2.3;
    private static final float LINK = 9;
    private static final double JOINT = 12;
    private static final Color FIRST = new Color(0x0072B2);
    private static final Color SECOND = new Color(0xD55E00);
    private static final Color INK = new Color(0x333333);
    private static final Color LEVEL = new Color(0xCCCCCC);

    private PendulumPictures() {}

    /** One state. */
    static BufferedImage one(State state) {
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, SIDE, SIDE);
        draw(graphics, state);
        graphics.dispose();
        return picture;
    }

    /** States side by side in two rows, with a label below each. */
    static XYChart sideBySide(List<State> states, List<String> labels) {
        int columns = (states.size() + 1) / 2;
        return Plots.drawing(columns * SIDE, 2 * (SIDE + LABEL), graphics -> {
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
            AffineTransform origin = graphics.getTransform();
            for (int i = 0; i < states.size(); i++) {
                graphics.translate(i % columns * SIDE, i / columns * (SIDE + LABEL));
                draw(graphics, states.get(i));
                graphics.setColor(INK);
                int width = graphics.getFontMetrics().stringWidth(labels.get(i));
                graphics.drawString(labels.get(i), (SIDE - width) / 2, SIDE + LABEL - 8);
                graphics.setTransform(origin);
            }
        });
    }

    private static void draw(Graphics2D graphics, State state) {
        double scale = SIDE / (2 * REACH);
        double middle = SIDE / 2.0;
        double x1 = middle + scale * Math.sin(state.theta1());
        double y1 = middle + scale * Math.cos(state.theta1());
        double x2 = x1 + scale * Math.sin(state.theta1() + state.theta2());
        double y2 = y1 + scale * Math.cos(state.theta1() + state.theta2());
        graphics.setColor(LEVEL);
        graphics.setStroke(new BasicStroke(1));
        double top = middle - 2 * scale;
        graphics.draw(new Line2D.Double(0.1 * SIDE, top, 0.9 * SIDE, top));
        graphics.setStroke(new BasicStroke(LINK, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.setColor(FIRST);
        graphics.draw(new Line2D.Double(middle, middle, x1, y1));
        graphics.setColor(SECOND);
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
        graphics.setColor(INK);
        for (double[] joint : new double[][] {{middle, middle}, {x1, y1}}) {
            graphics.fill(new Ellipse2D.Double(joint[0] - JOINT / 2, joint[1] - JOINT / 2, JOINT, JOINT));
        }
    }
}
