package io.seminode.cli.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.seminode.cli.CommandException;
import io.seminode.data.files.AtomicFiles;
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

/** The folder a run writes its results into. Every file in it is whole at every moment. */
public final class RunFolder {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final CsvMapper CSV = CsvMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final Path folder;

    private RunFolder(Path folder) {
        this.folder = folder;
    }

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
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw CommandException.failed("Can't make the run folder " + folder.toAbsolutePath() + " ("
                    + e.getClass().getSimpleName() + "); choose another with --out.");
        }
        return new RunFolder(folder);
    }

    /** Makes the folder; if it is there, deletes the files in it: what a run left that got nowhere. */
    public static RunFolder createAnew(Path folder) {
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isRegularFile)) {
                for (Path file : entries) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw CommandException.failed("Can't clear the run folder " + folder.toAbsolutePath() + " ("
                        + e.getClass().getSimpleName() + "); delete it.");
            }
        }
        return create(folder);
    }

    /** Whether there is a file of that name in a folder, which need not be there. */
    public static boolean holds(Path folder, String name) {
        return Files.isRegularFile(folder.resolve(name));
    }

    /**
     * Opens the folder of a run that is to be continued.
     *
     * @throws CommandException if there is none
     */
    public static RunFolder open(Path folder) {
        if (!Files.isRegularFile(folder.resolve("settings.json"))) {
            throw CommandException.wrongUsage("Found no run in " + folder + ", expected a folder with settings.json.");
        }
        return new RunFolder(folder);
    }

    private static boolean isEmptyFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
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
            return JSON.readTree(folder.resolve(name).toFile());
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
            return JSON.readValue(folder.resolve(name).toFile(), type);
        } catch (IOException e) {
            throw CommandException.failed("Can't read " + folder.resolve(name) + " ("
                    + e.getClass().getSimpleName() + "); delete the folder to do the run anew.");
        }
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
        try {
            AtomicFiles.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write " + folder.resolve(name) + ": " + e.getMessage(), e);
        }
    }
}
