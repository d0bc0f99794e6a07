package io.seminode.data.tribuo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lines of a CSV file with a header.
 *
 * @param path the file, for messages
 * @param columns of the header
 * @param rows in order
 */
record CsvTable(Path path, List<String> columns, List<Row> rows) {
    private static final Set<String> MISSING = Set.of("", "NA", "NaN");

    /**
     * A line.
     *
     * @param path the file, for messages
     * @param line its number
     * @param values by column
     */
    record Row(Path path, long line, Map<String, String> values) {
        /** What a column says; empty if nothing. */
        String text(String column) {
            return values.getOrDefault(column, "").strip();
        }

        boolean isMissing(String column) {
            return MISSING.contains(text(column));
        }

        /**
         * The number in a column.
         *
         * @throws DataException if it is none
         */
        double number(String column) {
            try {
                return Double.parseDouble(text(column));
            } catch (NumberFormatException e) {
                throw wrong("\"" + text(column) + "\" found in column \"" + column + "\", expected a number.");
            }
        }

        DataException wrong(String problem) {
            return new DataException(Reason.WRONG_FORMAT, path, "line " + line + ": " + problem);
        }
    }

    /**
     * Reads a file.
     *
     * @throws DataException if it is not there, or a line does not fit the header
     */
    static CsvTable read(Path path, char separator) {
        if (!Files.isRegularFile(path)) {
            throw new DataException(Reason.MISSING, path, "no such file found, expected a CSV file with a header.");
        }
        CsvSchema schema = CsvSchema.emptySchema().withHeader().withColumnSeparator(separator);
        CsvMapper mapper = CsvMapper.builder()
                .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
                .build();
        try (MappingIterator<Map<String, String>> lines =
                mapper.readerForMapOf(String.class).with(schema).readValues(Files.newInputStream(path))) {
            List<Row> rows = new ArrayList<>();
            while (lines.hasNextValue()) {
                Map<String, String> values = lines.nextValue();
                rows.add(new Row(path, lines.getCurrentLocation().getLineNr() - 1, values));
            }
            if (rows.isEmpty()) {
                throw new DataException(Reason.WRONG_FORMAT, path, "no line found after a header.");
            }
            return new CsvTable(path, List.copyOf(rows.get(0).values().keySet()), rows);
        } catch (JsonProcessingException e) {
            throw new DataException(
                    Reason.WRONG_FORMAT,
                    path,
                    "line "
                            + (e.getLocation() == null
                                    ? "unknown"
                                    : e.getLocation().getLineNr()) + ": " + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new DataException(Reason.UNREADABLE, path, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Makes sure that a column is there.
     *
     * @throws DataException if it is not
     */
    void requireColumn(String column) {
        if (!columns.contains(column)) {
            throw new DataException(
                    Reason.WRONG_FORMAT, path, "no column \"" + column + "\" found; there are " + columns + ".");
        }
    }
}
