package io.seminode.docs;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The modules and what they require, drawn from their descriptors as SVG.
 *
 * <p>Ours stand in a column, each above those of ours that it requires, and each beside what it requires of others. What a module
 * also has through another one is drawn once, by the longer way; {@code java.base} and compile-time requirements are left out.
 */
final class ModuleGraph {
    private static final String OURS = "io.seminode.";
    private static final int BOX_HEIGHT = 30;
    private static final int GAP = 14;
    private static final int OTHERS_X = 220;
    private static final double WIDEST = 1000;
    private static final double CHARACTER_WIDTH = 7.4;

    private final Map<String, Set<String>> edges = new TreeMap<>();
    private final Map<String, Integer> heights = new HashMap<>();
    private final StringBuilder lines = new StringBuilder();
    private final StringBuilder boxes = new StringBuilder();

    /** A graph of our modules among those given, and of what they require. */
    ModuleGraph(Collection<ModuleDescriptor> modules) {
        for (ModuleDescriptor module : modules) {
            if (module.name().startsWith(OURS)) {
                edges.put(
                        module.name(),
                        module.requires().stream()
                                .filter(r -> !r.modifiers().contains(Requires.Modifier.STATIC))
                                .map(Requires::name)
                                .filter(name -> !name.equals("java.base"))
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        if (edges.isEmpty()) {
            throw new IllegalArgumentException("Found no module " + OURS + "..., expected some to draw.");
        }
        reduce();
        edges.keySet().forEach(this::height);
    }

    /** The modules that module {@code name} requires, less those that it reaches through another one of ours. */
    Set<String> required(String name) {
        return edges.getOrDefault(name, Set.of());
    }

    private void reduce() {
        Map<String, Set<String>> direct = new TreeMap<>();
        edges.forEach((name, required) -> direct.put(name, new TreeSet<>(required)));
        edges.forEach((name, required) -> required.removeIf(other -> direct.getOrDefault(name, Set.of()).stream()
                .anyMatch(between -> !between.equals(other) && reaches(between, other, direct))));
    }

    private static boolean reaches(String from, String to, Map<String, Set<String>> direct) {
        return direct.getOrDefault(from, Set.of()).stream()
                .anyMatch(next -> next.equals(to) || reaches(next, to, direct));
    }

    /** How many of ours lie below. */
    private int height(String name) {
        Integer known = heights.get(name);
        if (known != null) {
            return known;
        }
        int height = 1 + ours(name).stream().mapToInt(this::height).max().orElse(0);
        heights.put(name, height);
        return height;
    }

    private List<String> ours(String name) {
        return required(name).stream().filter(edges::containsKey).toList();
    }

    /** The picture. */
    String toSvg() {
        List<String> column = new ArrayList<>(edges.keySet());
        column.sort(Comparator.comparing((String name) -> Objects.requireNonNull(heights.get(name)))
                .reversed());
        double ownWidth = column.stream().mapToDouble(ModuleGraph::width).max().orElse(0);
        Map<String, Double> tops = new HashMap<>();
        double y = GAP;
        for (String name : column) {
            tops.put(name, y);
            box(name, GAP, y, ownWidth);
            y = Math.max(others(name, GAP + ownWidth, y), y + BOX_HEIGHT) + 2 * GAP;
        }
        for (String name : column) {
            // Those that do not follow at once are reached by a line of their own, further to the left.
            List<String> below = ours(name);
            for (int i = 0; i < below.size(); i++) {
                double x = GAP + ownWidth / 2 - 2.0 * i * GAP;
                double from = Objects.requireNonNull(tops.get(name)) + BOX_HEIGHT;
                line(x, from, x, Objects.requireNonNull(tops.get(below.get(i))));
            }
        }
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" font-family=\"sans-serif\""
                                + " font-size=\"12\">%n",
                        WIDEST,
                        y)
                + lines + boxes + "</svg>\n";
    }

    /** Draws what others provide to a module in lines to its right, and gives the y below them. */
    private double others(String name, double right, double top) {
        List<String> others = required(name).stream()
                .filter(other -> !edges.containsKey(other))
                .toList();
        if (others.isEmpty()) {
            return top;
        }
        line(right, top + BOX_HEIGHT / 2.0, OTHERS_X, top + BOX_HEIGHT / 2.0);
        double x = OTHERS_X;
        double y = top;
        for (String other : others) {
            if (x > OTHERS_X && x + width(other) > WIDEST - GAP) {
                x = OTHERS_X;
                y += BOX_HEIGHT + GAP / 2.0;
            }
            box(other, x, y, width(other));
            x += width(other) + GAP / 2.0;
        }
        return y + BOX_HEIGHT;
    }

    private static double width(String name) {
        return name.length() * CHARACTER_WIDTH + GAP;
    }

    private void line(double x1, double y1, double x2, double y2) {
        lines.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#888\"/>%n",
                x1,
                y1,
                x2,
                y2));
    }

    private void box(String name, double x, double y, double width) {
        boxes.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"4\" fill=\"%s\" stroke=\"#555\"/>"
                        + "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>%n",
                x,
                y,
                width,
                BOX_HEIGHT,
                name.startsWith(OURS) ? "#cfe3ff" : "#eee",
                x + width / 2,
                y + BOX_HEIGHT / 2.0 + 4,
                name));
    }
}
