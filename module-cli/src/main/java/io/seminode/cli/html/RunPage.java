package io.seminode.cli.html;

import com.fasterxml.jackson.databind.JsonNode;
import io.seminode.cli.CommandException;
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

    private final @Nullable String name;

    private RunPage(Path path, @Nullable String name) {
        this.path = path;
        this.name = name;
        this.folder = RunFolder.existing(path);
    }

    /**
     * The page of a folder with a run in it; of a folder with a sweep its own, and then those of its runs that have begun.
     *
     * @throws CommandException if there is none
     */
    static List<RunPage> of(Path path) {
        RunPage page = new RunPage(path, null);
        if (page.folder.has(SETTINGS) || page.folder.has(REPRODUCTION)) {
            return List.of(page);
        }
        if (!page.folder.has(Sweep.GRID)) {
            throw CommandException.wrongUsage("Found no run in " + path + ", expected a folder that train, compare,"
                    + " sweep or reproduce made: with settings.json, grid.yaml or reproduction.md.");
        }
        List<RunPage> pages = new ArrayList<>(List.of(page));
        Sweep sweep = Sweep.of(path.resolve(Sweep.GRID), path);
        for (GridRun run : sweep.runs()) {
            Path place = sweep.folder().of(run);
            if (RunFolder.holds(place, SETTINGS)) {
                pages.add(new RunPage(place, sweep.describe(run)));
            }
        }
        return pages;
    }

    Path path() {
        return path;
    }

    /** For headings: what the run is, the problem and the norm, or the folder's name. */
    String title() {
        if (name != null) {
            return name;
        }
        if (!folder.has(SETTINGS)) {
            return (folder.has(REPRODUCTION) ? "Reproduction in " : "Sweep in ")
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
        if (folder.has(Sweep.GRID)) {
            markdown.append("### Grid\n\n```yaml\n")
                    .append(read(Sweep.GRID).strip())
                    .append("\n```\n\n");
        }
        keyed(markdown, "Settings", SETTINGS);
        keyed(markdown, "Environment", "environment.json");
        return markdown.toString();
    }

    /** What was printed during the run; empty if nothing was kept. */
    String log() {
        return folder.has(RunFolder.LOG) ? read(RunFolder.LOG) : "";
    }

    private void results(StringBuilder markdown) {
        if (folder.has(REPRODUCTION)) {
            markdown.append(read(REPRODUCTION).replaceAll("(?m)^## ", "### ")).append('\n');
        } else if (folder.has("results.md")) {
            markdown.append("### Results\n\n")
                    .append(read("results.md").replaceAll("(?m)^#.*\\R|^!\\[.*\\R", ""))
                    .append('\n');
        } else if (folder.has(RESULTS)) {
            keyed(markdown, "Results", RESULTS);
        } else {
            markdown.append("### Results\n\nNone: the run has not ended.\n\n");
        }
        if (folder.has("test-pass.json")) {
            keyed(markdown, "A pass over the test part", "test-pass.json");
        }
    }

    private void plots(StringBuilder markdown) {
        if (folder.has(REPRODUCTION)) {
            return; // they are in it
        }
        try (Stream<Path> files = Files.list(path)) {
            List<String> names = files.map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(".svg"))
                    .sorted()
                    .toList();
            if (!names.isEmpty()) {
                markdown.append("### Plots\n\n");
            }
            for (String name : names) {
                String words = name.replace(".svg", "").replace('-', ' ');
                markdown.append("![").append(words).append("](").append(name).append(")\n\n");
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private void history(StringBuilder markdown) {
        if (!folder.has(HISTORY)) {
            return;
        }
        List<Map<String, String>> lines = folder.readCsv(HISTORY);
        if (lines.isEmpty()) {
            return;
        }
        List<String> columns = new ArrayList<>(lines.get(0).keySet());
        columns.removeIf(c -> lines.stream().map(l -> l.get(c)).distinct().count() == 1 && lines.size() > 1);
        TextTable table = TextTable.withHeader(
                columns.stream().map(c -> c.replace('_', ' ')).toList());
        int every = (lines.size() + MOST_LINES - 1) / MOST_LINES;
        for (int i = 0; i < lines.size(); i++) {
            if (i % every == 0 || i == lines.size() - 1) {
                Map<String, String> line = lines.get(i);
                table.row(columns.stream()
                        .map(c -> rounded(line.getOrDefault(c, "")))
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
        if (!folder.has(file)) {
            return;
        }
        Map<String, String> flat = new LinkedHashMap<>();
        flatten("", folder.readJson(file), flat);
        TextTable table = TextTable.withHeader("", "").leftAligned();
        flat.forEach((key, value) -> table.row(key, rounded(value)));
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

    private String read(String name) {
        try {
            return Files.readString(path.resolve(name));
        } catch (IOException e) {
            throw unreadable(path.resolve(name), e);
        }
    }

    private static CommandException unreadable(Path file, IOException e) {
        return CommandException.failed(
                "Can't read " + file + " (" + e.getClass().getSimpleName() + ").");
    }
}
