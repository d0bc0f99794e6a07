package io.seminode.cli.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Reads a plot's numbers back from its SVG, as somebody does who looks at it: from the labels at the ticks of both axes, whose
 * digits are recognised by their outlines, and from where lines and bars were drawn. It knows nothing of how they got there.
 */
final class DrawnPlot {
    private static final Font TICKS = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, false);
    private static final Pattern SEGMENT = Pattern.compile("([MLQCZ])([^MLQCZ]*)");
    private static final Pattern TRANSLATION = Pattern.compile("translate\\(([-0-9.E]+) ([-0-9.E]+)\\)");
    private static final Pattern STROKE = Pattern.compile("stroke:rgb\\((\\d+),(\\d+),(\\d+)\\)");
    private static final Map<Character, List<String>> GLYPHS = glyphs();

    /** A line of the SVG. */
    private record Line(double x1, double y1, double x2, double y2, Color colour, boolean isDashed, boolean isData) {
        boolean isVertical() {
            return x1 == x2 && y1 != y2;
        }

        boolean isHorizontal() {
            return y1 == y2 && x1 != x2;
        }
    }

    /** Text that was recognised as a number, by its middle. */
    private record Label(double x, double y, double value) {}

    /** What the labels of an axis say of its pixels. */
    private record Axis(TreeMap<Double, Double> ticks, boolean logarithmic) {
        static Axis of(Map<Double, Double> ticks) {
            TreeMap<Double, Double> sorted = new TreeMap<>(ticks);
            if (sorted.size() < 3) {
                throw new IllegalStateException("Found ticks " + sorted + ", expected three or more on an axis");
            }
            List<Double> pixels = List.copyOf(sorted.keySet());
            List<Double> values = List.copyOf(sorted.values());
            boolean isLinear = isEven(pixels, values);
            boolean isLogarithmic = values.stream().allMatch(v -> v > 0)
                    && isEven(pixels, values.stream().map(Math::log).toList());
            if (isLinear == isLogarithmic) {
                throw new IllegalStateException("Neither linear nor logarithmic: " + sorted);
            }
            return new Axis(sorted, isLogarithmic);
        }

        /** Whether the values grow as the pixels do. */
        private static boolean isEven(List<Double> pixels, List<Double> values) {
            int last = pixels.size() - 1;
            double slope = (values.get(last) - values.get(0)) / (pixels.get(last) - pixels.get(0));
            for (int i = 1; i < last; i++) {
                double expected = values.get(0) + slope * (pixels.get(i) - pixels.get(0));
                if (Math.abs(values.get(i) - expected) > 1.5 * Math.abs(slope)) { // more than 1.5 pixels off
                    return false;
                }
            }
            return true;
        }

        double at(double pixel) {
            double first = ticks.firstKey();
            double last = ticks.lastKey();
            double share = (pixel - first) / (last - first);
            double low = ticks.firstEntry().getValue();
            double high = ticks.lastEntry().getValue();
            return logarithmic
                    ? Math.exp(Math.log(low) + share * (Math.log(high) - Math.log(low)))
                    : low + share * (high - low);
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private final List<Point2D> dots = new ArrayList<>();
    private final Axis across;
    private final Axis up;

    private DrawnPlot(Element svg) {
        read(svg, 0, 0, false);
        across = axis(Line::isVertical, Line::y1, Line::x1, Label::x);
        up = axis(Line::isHorizontal, line -> -line.x1(), Line::y1, Label::y);
    }

    static DrawnPlot read(Path svg) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            return new DrawnPlot(factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(Files.readString(svg))))
                    .getDocumentElement());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
    }

    boolean isLogarithmicAcross() {
        return across.logarithmic();
    }

    boolean isLogarithmicUp() {
        return up.logarithmic();
    }

    /** The points of a line of that colour, in the values of the axes: x, y. */
    List<double[]> points(Color colour, boolean dashed) {
        Map<Point2D, double[]> points = new LinkedHashMap<>();
        for (Line line : lines) {
            if (line.isData() && line.colour().equals(colour) && line.isDashed() == dashed) {
                points.put(
                        new Point2D.Double(line.x1(), line.y1()),
                        new double[] {across.at(line.x1()), up.at(line.y1())});
                points.put(
                        new Point2D.Double(line.x2(), line.y2()),
                        new double[] {across.at(line.x2()), up.at(line.y2())});
            }
        }
        return List.copyOf(points.values());
    }

    /** The middles of the dots, in the values of the axes: x, y. */
    List<double[]> dots() {
        return dots.stream().map(dot -> at(dot.getX(), dot.getY())).toList();
    }

    /** What the axes say of a place of the picture: x, y. */
    double[] at(double x, double y) {
        return new double[] {across.at(x), up.at(y)};
    }

    private void read(Element element, double x, double y, boolean isData) {
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (!(node instanceof Element child)) {
                continue;
            }
            Matcher translation = TRANSLATION.matcher(child.getAttribute("transform"));
            boolean isMoved = translation.find();
            double left = x + (isMoved ? Double.parseDouble(translation.group(1)) : 0);
            double top = y + (isMoved ? Double.parseDouble(translation.group(2)) : 0);
            boolean isClipped = isData || child.hasAttribute("clip-path");
            switch (child.getTagName()) {
                case "line" -> line(child, left, top, isClipped);
                case "ellipse" ->
                    dots.add(new Point2D.Double(
                            left + Double.parseDouble(child.getAttribute("cx")),
                            top + Double.parseDouble(child.getAttribute("cy"))));
                case "path" -> {
                    String text = recognised(child.getAttribute("d"));
                    if (text != null && text.matches("-?[0-9.]+(e-?[0-9]+)?")) {
                        Point2D middle = middle(child.getAttribute("d"));
                        labels.add(new Label(left + middle.getX(), top + middle.getY(), Double.parseDouble(text)));
                    }
                }
                default -> read(child, left, top, isClipped);
            }
        }
    }

    private void line(Element line, double left, double top, boolean isData) {
        Matcher stroke = STROKE.matcher(line.getAttribute("style"));
        if (stroke.find()) {
            lines.add(new Line(
                    left + Double.parseDouble(line.getAttribute("x1")),
                    top + Double.parseDouble(line.getAttribute("y1")),
                    left + Double.parseDouble(line.getAttribute("x2")),
                    top + Double.parseDouble(line.getAttribute("y2")),
                    new Color(
                            Integer.parseInt(stroke.group(1)),
                            Integer.parseInt(stroke.group(2)),
                            Integer.parseInt(stroke.group(3))),
                    line.getAttribute("style").contains("dasharray"),
                    isData));
        }
    }

    /** The middle of an outline. */
    private static Point2D middle(String d) {
        double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (String segment : segments(d)) {
            String[] words = segment.split("[ ,]+", -1);
            for (int i = 1; i < words.length; i++) {
                double number = Double.parseDouble(words[i]);
                low[(i - 1) % 2] = Math.min(low[(i - 1) % 2], number);
                high[(i - 1) % 2] = Math.max(high[(i - 1) % 2], number);
            }
        }
        return new Point2D.Double((low[0] + high[0]) / 2, (low[1] + high[1]) / 2);
    }

    /**
     * Pairs the ticks of an axis with the labels beside or below them. A label for which there is no room is not drawn.
     *
     * @param outwards grows from the picture's middle to the axis
     */
    private Axis axis(
            Predicate<Line> direction,
            ToDoubleFunction<Line> outwards,
            ToDoubleFunction<Line> along,
            ToDoubleFunction<Label> labelAlong) {
        List<Line> ticks = lines.stream()
                .filter(line -> !line.isData() && direction.test(line))
                .filter(line -> Math.hypot(line.x2() - line.x1(), line.y2() - line.y1()) < 5)
                .toList();
        double farthest = ticks.stream().mapToDouble(outwards).max().orElseThrow();
        Map<Double, Double> found = new LinkedHashMap<>();
        for (Line tick : ticks) {
            if (outwards.applyAsDouble(tick) == farthest) {
                labels.stream()
                        .filter(l -> Math.abs(labelAlong.applyAsDouble(l) - along.applyAsDouble(tick)) < 6)
                        .min(Comparator.comparingDouble(l -> Math.hypot(l.x() - tick.x1(), l.y() - tick.y1())))
                        .ifPresent(label -> found.put(along.applyAsDouble(tick), label.value()));
            }
        }
        return Axis.of(found);
    }

    /** The digits that an outline is made of; null if it is made of others. */
    private static @Nullable String recognised(String d) {
        List<String> rest = segments(d);
        StringBuilder text = new StringBuilder();
        while (!rest.isEmpty()) {
            List<String> left = rest;
            Character best = GLYPHS.entrySet().stream()
                    .filter(glyph -> isAtTheStart(glyph.getValue(), left))
                    .max(Comparator.comparingInt(glyph -> glyph.getValue().size()))
                    .map(Map.Entry::getKey)
                    .orElse(null);
            if (best == null) {
                return null;
            }
            text.append(best);
            rest = rest.subList(GLYPHS.getOrDefault(best, List.of()).size(), rest.size());
        }
        return text.isEmpty() ? null : text.toString();
    }

    /** Whether an outline begins with a glyph's, wherever along the line that stands. */
    private static boolean isAtTheStart(List<String> glyph, List<String> outline) {
        if (glyph.size() > outline.size()) {
            return false;
        }
        double shift = Double.NaN;
        for (int i = 0; i < glyph.size(); i++) {
            String[] a = glyph.get(i).split("[ ,]+", -1);
            String[] b = outline.get(i).split("[ ,]+", -1);
            if (a.length != b.length || !a[0].equals(b[0])) {
                return false;
            }
            for (int k = 1; k < a.length; k++) {
                double difference = Double.parseDouble(b[k]) - Double.parseDouble(a[k]);
                boolean isX = k % 2 == 1;
                shift = isX && Double.isNaN(shift) ? difference : shift;
                if (Math.abs(difference - (isX ? shift : 0)) > 0.02) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<String> segments(String d) {
        List<String> segments = new ArrayList<>();
        Matcher matcher = SEGMENT.matcher(d);
        while (matcher.find()) {
            segments.add((matcher.group(1) + " " + matcher.group(2).strip()).strip());
        }
        return segments;
    }

    private static Map<Character, List<String>> glyphs() {
        Map<Character, List<String>> glyphs = new LinkedHashMap<>();
        for (char c : "0123456789.-e".toCharArray()) {
            PathIterator path = new TextLayout(String.valueOf(c), TICKS, CONTEXT)
                    .getOutline(new AffineTransform())
                    .getPathIterator(null);
            List<String> segments = new ArrayList<>();
            double[] coordinates = new double[6];
            for (; !path.isDone(); path.next()) {
                int type = path.currentSegment(coordinates);
                int count = new int[] {2, 2, 4, 6, 0}[type];
                StringBuilder segment = new StringBuilder().append("MLQCZ".charAt(type));
                Arrays.stream(coordinates, 0, count)
                        .forEach(value -> segment.append(' ').append(value));
                segments.add(segment.toString());
            }
            glyphs.put(c, segments);
        }
        return glyphs;
    }
}
