package io.seminode.cli.report;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.List;
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

    /** Writes a record as JSON. */
    public void writeJson(String name, Object content) {
        write(name, file -> Files.writeString(file, JSON.writeValueAsString(content) + "\n"));
    }

    /** Writes records of one type as CSV with a header. */
    public <R> void writeCsv(String name, Class<R> type, List<R> rows) {
        CsvSchema schema = CSV.schemaFor(type).withHeader();
        write(name, file -> CSV.writer(schema).writeValue(file.toFile(), rows));
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
