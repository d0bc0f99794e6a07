package io.seminode.cli.report;

import java.util.ArrayList;
import java.util.List;

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
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        appendText(text, header, widths);
        List<String> rule = new ArrayList<>();
        for (int width : widths) {
            rule.add("-".repeat(width));
        }
        appendText(text, rule, widths);
        rows.forEach(row -> appendText(text, row, widths));
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

    private int[] widths() {
        int[] widths = new int[header.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = header.get(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private void appendText(StringBuilder text, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - cells.get(i).length());
            line.append(i == 0 ? "" : GAP).append(isLeft(i) ? cells.get(i) + padding : padding + cells.get(i));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static void appendMarkdown(StringBuilder text, List<String> cells) {
        text.append('|');
        cells.forEach(cell -> text.append(' ').append(cell.replace("|", "\\|")).append(" |"));
        text.append('\n');
    }
}
