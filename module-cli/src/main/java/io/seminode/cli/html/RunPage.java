package io.seminode.cli.html;

import com.fasterxml.jackson.databind.JsonNode;
import io.seminode.cli.error.CommandException;
import io.seminode.cli.grid.GridRun;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.report.TextTable;
import io.seminode.cli.sweep.Sweep;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run folder tells, as Markdown: whatever there is of settings, environment, results, history, plots and log. A
 * folder of {@code train}, {@code compare}, {@code sweep} or {@code reproduce}.
 */
final class RunPage {
    private static final String SETTINGS = "settings.json";
    private static final String RESULTS = "results.json";
    private static final String HISTORY = "history.csv";
    private static final String REPRODUCTION = "reproduction.md";
    private static final int MOST_LINES = 40;

    private final Path path;
    private final RunFolder folder;
    private final FolderFiles files;
    private final @Nullable String name;

    private RunPage(Path path, @Nullable String name) {
        this.path = path;
        this.name = name;
        this.files = new FolderFiles(path);
        this.folder = RunFolder.existing(path);
    }

    /**
     * The page of a folder with a run in it; of a folder with a sweep its own, and then those of its runs that have begun.
     *
     * @throws CommandException if there is none
     */
    static List<RunPage> of(Path path) {
        RunPage page = new RunPage(path, null);
        if (page.files.has(SETTINGS) || page.files.has(REPRODUCTION)) {
            return List.of(page);
        }
        if (!page.files.has(Sweep.GRID)) {
            throw CommandException.wrongUsage("Found no run in " + path + ", expected a folder that train, compare,"
                    + " sweep or reproduce made: with settings.json, grid.yaml or reproduction.md.");
        }
        List<RunPage> pages = new ArrayList<>(List.of(page));
        Sweep sweep = Sweep.of(path.resolve(Sweep.GRID), path);
        for (GridRun run : sweep.runs()) {
            Path place = sweep.folder().of(run);
            if (page.files.has(path.relativize(place).resolve(SETTINGS).toString())) {
                pages.add(new RunPage(place, sweep.describe(run)));
            }
        }
        return pages;
    }

    Path path() {
        return path;
    }

    FolderFiles files() {
        return files;
    }

    /** For headings: what the run is, the problem and the norm, or the folder's name. */
    String title() {
        if (name != null) {
            return name;
        }
        if (!files.has(SETTINGS)) {
            return (files.has(REPRODUCTION) ? "Reproduction in " : "Sweep in ")
                    + path.toAbsolutePath().normalize().getFileName();
        }
        JsonNode settings = folder.readJson(SETTINGS);
        JsonNode norms = settings.has("norms") ? settings.path("norms") : settings.path("norm");
        return settings.path("problem").asText("run") + ": " + text(norms);
    }

    /** The document, without a title. */
    String markdown() {
        StringBuilder markdown = new StringBuilder();
        results(markdown);
        plots(markdown);
        history(markdown);
        if (files.has(Sweep.GRID)) {
            String grid = files.text(Sweep.GRID).strip();
            String fence = "`".repeat(Math.max(3, longestRun(grid, '`') + 1));
            markdown.append("### Grid\n\n" + fence + "yaml\n" + grid + "\n" + fence + "\n\n");
        }
        keyed(markdown, "Settings", SETTINGS);
        keyed(markdown, "Environment", "environment.json");
        return markdown.toString();
    }

    /** What was printed during the run; empty if nothing was kept. */
    String log() {
        return files.has(RunFolder.LOG) ? files.text(RunFolder.LOG) : "";
    }

    private void results(StringBuilder markdown) {
        if (files.has(REPRODUCTION)) {
            markdown.append(files.text(REPRODUCTION).replaceAll("(?m)^## ", "### "))
                    .append('\n');
        } else if (files.has("results.md")) {
            markdown.append("### Results\n\n")
                    .append(files.text("results.md").replaceAll("(?m)^#.*\\R|^!\\[.*\\R", ""))
                    .append('\n');
        } else if (files.has(RESULTS)) {
            keyed(markdown, "Results", RESULTS);
        } else {
            markdown.append("### Results\n\nNone: the run has not ended.\n\n");
        }
        if (files.has("test-pass.json")) {
            keyed(markdown, "A pass over the test part", "test-pass.json");
        }
    }

    private void plots(StringBuilder markdown) {
        if (files.has(REPRODUCTION)) {
            return; // they are in it
        }
        try (Stream<Path> all = Files.list(path)) {
            List<String> names = all.map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(".svg"))
                    .sorted()
                    .toList();
            if (!names.isEmpty()) {
                markdown.append("### Plots\n\n");
            }
            for (String name : names) {
                String words = name.replace(".svg", "").replace('-', ' ');
                markdown.append("![" + literal(words) + "](<" + literal(name) + ">)\n\n");
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private void history(StringBuilder markdown) {
        if (!files.has(HISTORY)) {
            return;
        }
        List<Map<String, String>> lines = folder.readCsv(HISTORY);
        if (lines.isEmpty()) {
            return;
        }
        List<String> columns = new ArrayList<>(lines.get(0).keySet());
        columns.removeIf(c -> lines.stream().map(l -> l.get(c)).distinct().count() == 1 && lines.size() > 1);
        TextTable table = TextTable.withHeader(
                columns.stream().map(c -> literal(c.replace('_', ' '))).toList());
        int every = (lines.size() + MOST_LINES - 1) / MOST_LINES;
        for (int i = 0; i < lines.size(); i++) {
            if (i % every == 0 || i == lines.size() - 1) {
                Map<String, String> line = lines.get(i);
                table.row(columns.stream()
                        .map(c -> literal(rounded(line.getOrDefault(c, ""))))
                        .toList());
            }
        }
        markdown.append("### History\n\n").append(table.toMarkdown());
        markdown.append(every == 1 ? "\n" : "\nEvery " + every + "th line of " + lines.size() + ".\n\n");
    }

    /** Six digits of what is no integer. */
    private static String rounded(String cell) {
        if (!cell.matches("-?\\d*\\.\\d+([eE]-?\\d+)?")) {
            return cell;
        }
        BigDecimal number = new BigDecimal(cell).round(new MathContext(6)).stripTrailingZeros();
        return number.precision() - number.scale() < -2 ? number.toString() : number.toPlainString();
    }

    private void keyed(StringBuilder markdown, String title, String file) {
        if (!files.has(file)) {
            return;
        }
        Map<String, String> flat = new LinkedHashMap<>();
        flatten("", folder.readJson(file), flat);
        TextTable table = TextTable.withHeader("", "").leftAligned();
        flat.forEach((key, value) -> table.row(literal(key), literal(rounded(value))));
        markdown.append("### ")
                .append(title)
                .append("\n\n")
                .append(table.toMarkdown())
                .append('\n');
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> flatten(
                            prefix.isEmpty() ? spaced(entry.getKey()) : prefix + ", " + spaced(entry.getKey()),
                            entry.getValue(),
                            into));
        } else {
            into.put(prefix, text(node));
        }
    }

    /** Text as Markdown that shows it as it is, in one line: no character of it can be taken for markup. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < ' ' || c == 0x7f) {
                literal.append(' ');
            } else if (c < 0x7f && c != ' ' && !Character.isLetterOrDigit(c)) {
                literal.append("&#").append(c).append(';');
            } else {
                literal.appendCodePoint(c);
            }
        });
        return literal.toString();
    }

    private static int longestRun(String text, char of) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == of ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /** {@code backwardEvaluations} becomes {@code backward evaluations}. */
    private static String spaced(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    private static String text(JsonNode node) {
        if (!node.isArray()) {
            return node.isNull() ? "-" : node.asText();
        }
        List<String> texts = new ArrayList<>();
        node.forEach(element -> texts.add(element.asText()));
        return String.join(" ", texts);
    }

    private static CommandException unreadable(Path file, IOException e) {
        return CommandException.failed(
                "Can't read " + file + " (" + e.getClass().getSimpleName() + ").");
    }
}
