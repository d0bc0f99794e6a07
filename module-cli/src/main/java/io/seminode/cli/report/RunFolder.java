package io.seminode.cli.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.seminode.cli.error.CommandException;
import io.seminode.data.files.AtomicFiles;
import io.seminode.models.file.SettingsJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.knowm.xchart.XYChart;

/**
 * The folder a run writes its results into. Every file in it is whole at every moment, whatever ends the process.
 *
 * <p>Its layout has a number, which stands in {@code run.json}: 1; folders without that file are of the time before layouts
 * had numbers and count as 0.
 */
public final class RunFolder {
    /** The layout that this version writes. */
    public static final int LAYOUT = 1;

    private static final String ABOUT = "run.json";
    private static final String SETTINGS = "settings.json";
    /** What was printed during the run. */
    public static final String LOG = "log.txt";

    private static final String ENVIRONMENT = "environment.json";

    /** What is there before {@link #SETTINGS} is: of a run that was killed then, nothing is worth keeping. */
    private static final Set<String> BEFORE_SETTINGS = Set.of(ABOUT, ENVIRONMENT, LOG, FolderLock.NAME);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .addModule(SettingsJson.solvers())
            .build();
    private static final CsvMapper CSV = CsvMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final Path folder;
    private final int layout;

    private RunFolder(Path folder, int layout) {
        this.folder = folder;
        this.layout = layout;
    }

    /**
     * What {@code run.json} holds.
     *
     * @param layout of the folder
     */
    record About(int layout) {}

    /**
     * Makes the folder.
     *
     * @throws CommandException if there is a file of that name, or a folder that is not empty
     */
    public static RunFolder create(Path folder) {
        if (Files.exists(folder) && !isEmptyFolder(folder)) {
            throw CommandException.wrongUsage("Found that " + folder + " exists and is not an empty folder; expected"
                    + " a new or empty one: choose another with --out.");
        }
        return makeIn(folder);
    }

    private static RunFolder makeIn(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw CommandException.failed("Can't make the run folder " + folder.toAbsolutePath() + " ("
                    + e.getClass().getSimpleName() + "); choose another with --out.");
        }
        RunFolder created = new RunFolder(folder, LAYOUT);
        created.writeJson(ABOUT, new About(LAYOUT));
        return created;
    }

    /** The folder of many runs, made if it is not there; what lies in it stays. */
    public static RunFolder shared(Path folder) {
        return RunFolder.holds(folder, ABOUT) ? withLayout(folder) : makeIn(folder);
    }

    /**
     * Makes the folder; if it is there, deletes the files in it: what a run left that got nowhere.
     *
     * @throws CommandException if another process works in it
     */
    public static RunFolder createAnew(Path folder) {
        if (Files.isDirectory(folder)) {
            try (FolderLock lock = FolderLock.acquire(folder);
                    DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isRegularFile)) {
                lock.requireHeld();
                for (Path file : entries) {
                    if (!file.endsWith(FolderLock.NAME)) {
                        Files.delete(file);
                    }
                }
            } catch (IOException e) {
                throw CommandException.failed("Can't clear the run folder " + folder.toAbsolutePath() + " ("
                        + e.getClass().getSimpleName() + "); delete it.");
            }
        }
        return create(folder);
    }

    /**
     * A folder that is only read, whatever is in it.
     *
     * @throws CommandException if it is of a later layout than this version knows
     */
    public static RunFolder existing(Path folder) {
        return withLayout(folder);
    }

    /** Whether there is a file of that name in a folder, which need not be there. */
    public static boolean holds(Path folder, String name) {
        return Files.isRegularFile(folder.resolve(name));
    }

    /**
     * Opens the folder of a run that is to be continued, or that is only read.
     *
     * @throws CommandException if there is none, or it is of a later layout than this version knows
     */
    public static RunFolder open(Path folder) {
        if (!holds(folder, SETTINGS)) {
            throw CommandException.wrongUsage(
                    "Found no run in " + folder + ", expected a folder with " + SETTINGS + ".");
        }
        return withLayout(folder);
    }

    /** Whether there is a run that {@link #open} opens. */
    public boolean isBegun() {
        return has(SETTINGS);
    }

    private static RunFolder withLayout(Path folder) {
        RunFolder unnumbered = new RunFolder(folder, 0);
        if (!unnumbered.has(ABOUT)) {
            return unnumbered;
        }
        JsonNode found = unnumbered.readJson(ABOUT).path("layout");
        if (!found.isInt() || found.intValue() > LAYOUT || found.intValue() < 0) {
            throw CommandException.failed("Found that the run folder " + folder + " has layout " + found.asText("none")
                    + " in " + ABOUT + ", expected at most " + LAYOUT
                    + "; use the version of Seminode that wrote it.");
        }
        return new RunFolder(folder, found.intValue());
    }

    /** The number of the layout: 0 for a folder of the time before layouts had numbers. */
    public int layout() {
        return layout;
    }

    /**
     * Takes the folder for this process, and removes what killed ones left half written.
     *
     * @throws CommandException if another process works in it
     */
    public FolderLock lock() {
        FolderLock lock = FolderLock.acquire(folder);
        try {
            AtomicFiles.removeLeftovers(folder);
        } catch (IOException e) {
            lock.close();
            throw cannotWrite(folder, e);
        }
        return lock;
    }

    private static boolean isEmptyFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                folder,
                entry -> !BEFORE_SETTINGS.contains(entry.getFileName().toString()) && !AtomicFiles.isLeftover(entry))) {
            return !entries.iterator().hasNext();
        } catch (IOException e) {
            throw CommandException.failed("Can't read " + folder.toAbsolutePath() + " ("
                    + e.getClass().getSimpleName() + "); choose another folder with --out.");
        }
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    /** Whether there is a file of that name. */
    public boolean has(String name) {
        return holds(folder, name);
    }

    /**
     * Reads JSON that this class wrote.
     *
     * @throws CommandException if it cannot be read; the message names the file
     */
    public JsonNode readJson(String name) {
        try {
            return tree(name);
        } catch (IOException e) {
            throw CommandException.failed("Can't read " + folder.resolve(name) + " ("
                    + e.getClass().getSimpleName() + "); the run can't be continued.");
        }
    }

    /**
     * Reads a record that this class wrote as JSON.
     *
     * @throws CommandException if it cannot be read; the message names the file
     */
    public <R> R readJson(String name, Class<R> type) {
        try {
            return JSON.treeToValue(tree(name), type);
        } catch (IOException e) {
            throw CommandException.failed("Can't read " + folder.resolve(name) + " ("
                    + e.getClass().getSimpleName() + "); delete the folder to do the run anew.");
        }
    }

    private JsonNode tree(String name) throws IOException {
        JsonNode read = JSON.readTree(folder.resolve(name).toFile());
        if (read.isMissingNode() || read.isNull()) {
            throw CommandException.failed("Found that " + folder.resolve(name)
                    + " is empty, expected what a run writes into it; use a copy, or delete the folder to do the run"
                    + " anew.");
        }
        return read;
    }

    /**
     * Makes something of each line of a CSV file with a header, from its cells by column.
     *
     * @throws CommandException if a cell is not what is expected; the message names file and line
     */
    public <R> List<R> readCsv(String name, Function<Map<String, String>, R> ofLine) {
        List<R> rows = new ArrayList<>();
        for (Map<String, String> line : readCsv(name)) {
            try {
                rows.add(ofLine.apply(line));
            } catch (IllegalArgumentException e) {
                throw CommandException.failed("Can't read " + folder.resolve(name) + ": line " + (rows.size() + 1)
                        + " after the header has " + line + " (" + e.getMessage()
                        + "); delete the folder to do the run anew.");
            }
        }
        return rows;
    }

    /**
     * Reads the lines of a CSV file with a header: for each its cells by column.
     *
     * @throws CommandException if it cannot be read; the message names the file
     */
    public List<Map<String, String>> readCsv(String name) {
        ObjectReader reader =
                CSV.readerForMapOf(String.class).with(CsvSchema.emptySchema().withHeader());
        try (MappingIterator<Map<String, String>> lines =
                reader.readValues(folder.resolve(name).toFile())) {
            return lines.readAll();
        } catch (IOException e) {
            throw CommandException.failed("Can't read " + folder.resolve(name) + " ("
                    + e.getClass().getSimpleName() + "); delete the folder to do the run anew.");
        }
    }

    /** A record as it is read back after {@link #writeJson}. */
    public static JsonNode toJson(Object content) {
        try {
            return JSON.readTree(JSON.writeValueAsString(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An object as a JSON document.
     *
     * @param more members at its end
     */
    public static String toJsonText(Object content, Map<String, String> more) {
        ObjectNode document = (ObjectNode) toJson(content);
        more.forEach(document::put);
        return document.toPrettyString();
    }

    /** Writes a record as JSON. */
    public void writeJson(String name, Object content) {
        write(name, file -> Files.writeString(file, JSON.writeValueAsString(content) + "\n"));
    }

    /** Writes records of one type as CSV with a header. */
    public <R> void writeCsv(String name, Class<R> type, List<R> rows) {
        CsvSchema schema = CSV.schemaFor(type).withHeader();
        write(name, file -> CSV.writer(schema).writeValue(file.toFile(), rows));
    }

    /**
     * Writes records of one type as CSV with a header, with further columns of numbers.
     *
     * @param further for each row its numbers, by column; a row without one has an empty cell
     */
    public <R> void writeCsv(String name, Class<R> type, List<R> rows, Function<R, Map<String, Double>> further) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(further.apply(row).keySet()));
        CsvSchema.Builder schema = CSV.schemaFor(type).rebuild().setUseHeader(true);
        columns.forEach(column -> schema.addColumn(column.replace(' ', '_')));
        List<Map<String, Object>> cells = new ArrayList<>();
        for (R row : rows) {
            Map<String, Object> values = CSV.convertValue(row, new TypeReference<LinkedHashMap<String, Object>>() {});
            further.apply(row).forEach((column, value) -> values.put(column.replace(' ', '_'), value));
            cells.add(values);
        }
        write(name, file -> CSV.writer(schema.build()).writeValue(file.toFile(), cells));
    }

    /**
     * Reads text.
     *
     * @throws CommandException if it cannot be read; the message names the file
     */
    public String readText(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw CommandException.failed(
                    "Can't read " + folder.resolve(name) + " (" + e.getClass().getSimpleName() + "); delete it.");
        }
    }

    /** Writes text. */
    public void writeText(String name, String text) {
        write(name, file -> Files.writeString(file, text));
    }

    /** Writes a plot as PNG and as SVG. */
    public void writePlot(String name, XYChart plot) {
        write(name + ".png", file -> Plots.writePng(plot, file));
        write(name + ".svg", file -> Plots.writeSvg(plot, file));
    }

    private void write(String name, AtomicFiles.Content content) {
        writeWith(name, file -> AtomicFiles.write(file, content));
    }

    /** Writes a file by something that knows how, and writes it whole or not at all. */
    @FunctionalInterface
    public interface Writer {
        /** Writes it. */
        void write(Path file) throws IOException;
    }

    /**
     * Writes a file of its own kind.
     *
     * @throws CommandException if it can't; the message names file and remedy
     */
    public void writeWith(String name, Writer writer) {
        try {
            writer.write(folder.resolve(name));
        } catch (IOException e) {
            throw cannotWrite(folder.resolve(name), e);
        }
    }

    private CommandException cannotWrite(Path file, IOException e) {
        return CommandException.failed(
                "Can't write " + file + " (" + e.getClass().getSimpleName() + ": "
                        + e.getMessage()
                        + "). What was saved before is whole: make room, or see to the permission to write, and"
                        + " continue with --resume " + folder + ".");
    }
}
