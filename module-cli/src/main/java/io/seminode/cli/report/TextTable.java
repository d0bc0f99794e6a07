package io.seminode.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table as text for terminals or as Markdown. The first column and those of words are aligned left, the others right; "-"
 * stands for nothing.
 */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();
    private boolean allLeft;

    private TextTable(List<String> header) {
        this.header = header;
    }

    /** A table without rows. */
    public static TextTable withHeader(String... header) {
        return new TextTable(List.of(header));
    }

    /** A table without rows. */
    public static TextTable withHeader(List<String> header) {
        return new TextTable(List.copyOf(header));
    }

    /** Adds a row. */
    public TextTable row(String... cells) {
        return row(List.of(cells));
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it has another length than the header
     */
    public TextTable row(List<String> cells) {
        if (cells.size() != header.size()) {
            throw new IllegalArgumentException(
                    "A row of " + cells.size() + " cells found, expected " + header.size() + " as in the header.");
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /** Aligns every column left: for words instead of numbers. */
    public TextTable leftAligned() {
        allLeft = true;
        return this;
    }

    /** For a terminal: a rule under the header, two spaces between columns, no trailing spaces. */
    public String toText() {
        return toText(Integer.MAX_VALUE, 1);
    }

    /**
     * For a terminal of so many columns. Where the table is wider, the words of its header stand below each other; where that is
     * not enough, it goes on in a further one below it.
     *
     * @param width that no line exceeds, unless the keys and one column do
     * @param keys how many of the first columns tell what a row is of: they stand in each part
     */
    public String toText(int width, int keys) {
        List<Integer> all = IntStream.range(0, header.size()).boxed().toList();
        int[] widths = widths(header);
        if (width(all, widths) <= width) {
            return toText(all, widths, List.of(header));
        }
        List<List<String>> lines = wrappedHeader();
        int[] narrow = new int[header.size()];
        lines.forEach(line -> Arrays.setAll(narrow, i -> Math.max(narrow[i], widths(line)[i])));
        StringBuilder text = new StringBuilder();
        for (List<Integer> part : parts(narrow, width, keys)) {
            text.append(text.isEmpty() ? "" : "\n").append(toText(part, narrow, lines));
        }
        return text.toString();
    }

    /** The header with one word in a line, the last words at the bottom. */
    private List<List<String>> wrappedHeader() {
        List<List<String>> words =
                header.stream().map(cell -> List.of(cell.split(" ", -1))).toList();
        int height = words.stream().mapToInt(List::size).max().orElse(1);
        List<List<String>> lines = new ArrayList<>();
        for (int i = 0; i < height; i++) {
            int fromBottom = height - i;
            lines.add(words.stream()
                    .map(cell -> fromBottom > cell.size() ? "" : cell.get(cell.size() - fromBottom))
                    .toList());
        }
        return lines;
    }

    private List<List<Integer>> parts(int[] widths, int width, int keys) {
        List<Integer> first = IntStream.range(0, keys).boxed().toList();
        List<List<Integer>> parts = new ArrayList<>();
        List<Integer> part = new ArrayList<>(first);
        for (int i = keys; i < header.size(); i++) {
            part.add(i);
            if (part.size() > keys + 1 && width(part, widths) > width) {
                part.remove(part.size() - 1);
                parts.add(part);
                part = new ArrayList<>(first);
                part.add(i);
            }
        }
        parts.add(part);
        return parts;
    }

    private static int width(List<Integer> columns, int[] widths) {
        return columns.stream().mapToInt(i -> widths[i]).sum() + GAP.length() * (columns.size() - 1);
    }

    private String toText(List<Integer> columns, int[] widths, List<List<String>> headerLines) {
        StringBuilder text = new StringBuilder();
        headerLines.stream()
                .filter(line -> columns.stream().anyMatch(i -> !line.get(i).isEmpty()))
                .forEach(line -> appendText(text, line, columns, widths));
        List<String> rule = Arrays.stream(widths).mapToObj("-"::repeat).toList();
        appendText(text, rule, columns, widths);
        rows.forEach(row -> appendText(text, row, columns, widths));
        return text.toString();
    }

    /** As Markdown. */
    public String toMarkdown() {
        StringBuilder text = new StringBuilder();
        appendMarkdown(text, header);
        List<String> rule = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            rule.add(isLeft(i) ? "---" : "---:");
        }
        appendMarkdown(text, rule);
        rows.forEach(row -> appendMarkdown(text, row));
        return text.toString();
    }

    private boolean isLeft(int column) {
        return allLeft || column == 0 || isOfWords(column);
    }

    private boolean isOfWords(int column) {
        List<String> cells = rows.stream()
                .map(row -> row.get(column))
                .filter(cell -> !cell.equals("-"))
                .toList();
        return !cells.isEmpty()
                && cells.stream().allMatch(cell -> !cell.isEmpty() && Character.isLetter(cell.charAt(0)))
                && !cells.contains("NaN");
    }

    private int[] widths(List<String> top) {
        int[] widths = new int[header.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = top.get(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private void appendText(StringBuilder text, List<String> cells, List<Integer> columns, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i : columns) {
            String padding = " ".repeat(widths[i] - cells.get(i).length());
            line.append(line.isEmpty() ? "" : GAP).append(isLeft(i) ? cells.get(i) + padding : padding + cells.get(i));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static void appendMarkdown(StringBuilder text, List<String> cells) {
        text.append('|');
        cells.forEach(cell -> text.append(' ').append(cell.replace("|", "\\|")).append(" |"));
        text.append('\n');
    }
}
