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
 * <p>A module stands above all that it requires. What a module has through another's {@code requires transitive} and also
 * requires itself is drawn once, by the longer way; {@code java.base} and compile-time requirements are left out.
 */
final class ModuleGraph {
    private static final String OURS = "io.seminode.";
    private static final int BOX_HEIGHT = 30;
    private static final int ROW_HEIGHT = 90;
    private static final int GAP = 14;
    private static final double WIDEST = 1100;
    private static final double CHARACTER_WIDTH = 7.4;

    /** Where a module's box stands: its left upper corner and its width. */
    private record Box(double x, double y, double width) {}

    private final Map<String, Set<String>> edges = new TreeMap<>();
    private final Map<String, Integer> rows = new HashMap<>();
    private final Map<String, Box> boxes = new HashMap<>();

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
        edges.keySet().forEach(this::row);
        edges.values().forEach(required -> required.forEach(this::row));
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

    /** How many rows of ours lie below: what is not ours lies at the bottom. */
    private int row(String name) {
        Integer known = rows.get(name);
        if (known != null) {
            return known;
        }
        int row = edges.containsKey(name)
                ? 1 + required(name).stream().mapToInt(this::row).max().orElse(0)
                : 0;
        rows.put(name, row);
        return row;
    }

    /** The picture. */
    String toSvg() {
        place();
        double width = WIDEST;
        double height = 0;
        for (Box box : boxes.values()) {
            width = Math.max(width, box.x() + box.width() + GAP);
            height = Math.max(height, box.y() + BOX_HEIGHT + GAP);
        }
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n",
                width,
                height));
        edges.forEach((from, required) -> required.forEach(to -> svg.append(line(box(from), box(to)))));
        boxes.forEach((name, box) -> svg.append(rectangle(name, box)));
        return svg.append("</svg>\n").toString();
    }

    /** Gives every module its box, from the top row down; a row that is too wide goes on in the next line. */
    private void place() {
        TreeMap<Integer, List<String>> byRow = new TreeMap<>(Comparator.reverseOrder());
        new TreeMap<>(rows)
                .forEach((name, row) ->
                        byRow.computeIfAbsent(row, r -> new ArrayList<>()).add(name));
        double y = GAP;
        for (List<String> row : byRow.values()) {
            List<String> line = new ArrayList<>();
            double used = 0;
            for (String name : row) {
                if (!line.isEmpty() && used + width(name) + GAP > WIDEST) {
                    place(line, used, y);
                    y += BOX_HEIGHT + GAP;
                    line.clear();
                    used = 0;
                }
                line.add(name);
                used += width(name) + GAP;
            }
            place(line, used, y);
            y += ROW_HEIGHT;
        }
    }

    private void place(List<String> line, double used, double y) {
        double x = (WIDEST - used) / 2;
        for (String name : line) {
            boxes.put(name, new Box(x, y, width(name)));
            x += width(name) + GAP;
        }
    }

    private Box box(String name) {
        return Objects.requireNonNull(boxes.get(name), name);
    }

    private static double width(String name) {
        return name.length() * CHARACTER_WIDTH + GAP;
    }

    private static String line(Box from, Box to) {
        return String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#888\"/>%n",
                from.x() + from.width() / 2,
                from.y() + BOX_HEIGHT,
                to.x() + to.width() / 2,
                to.y());
    }

    private static String rectangle(String name, Box box) {
        return String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"4\" fill=\"%s\" stroke=\"#555\"/>"
                        + "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>%n",
                box.x(),
                box.y(),
                box.width(),
                BOX_HEIGHT,
                name.startsWith(OURS) ? "#cfe3ff" : "#eee",
                box.x() + box.width() / 2,
                box.y() + BOX_HEIGHT / 2.0 + 4,
                name);
    }
}
