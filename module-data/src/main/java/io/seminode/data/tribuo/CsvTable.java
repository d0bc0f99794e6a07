package io.seminode.data.tribuo;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import io.seminode.data.NumberText;
import java.io.BufferedInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lines of a CSV file with a header: here is decided what a missing value is, and what a number. */
final class CsvTable {
    /** In lower case, of what marks a missing value in any case. */
    private static final Set<String> MISSING = Set.of("", "na", "nan", "?");

    private final Path path;
    private final Set<String> marks;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();

    private CsvTable(Path path, Set<String> marks) {
        this.path = path;
        this.marks = marks;
    }

    /** A line. */
    final class Row {
        private final int line;
        private final List<String> fields;

        private Row(int line, List<String> fields) {
            this.line = line;
            this.fields = fields;
        }

        /** What a column says, without white space around it. */
        String text(String column) {
            return fields.get(Objects.requireNonNull(columns.get(column), column))
                    .strip();
        }

        /** Whether a column is empty, or has a mark of a missing value. */
        boolean isMissing(String column) {
            String text = text(column);
            return MISSING.contains(text.toLowerCase(Locale.ROOT)) || marks.contains(text);
        }

        /**
         * The text in a column.
         *
         * @throws DataException if it is missing
         */
        String present(String column) {
            if (isMissing(column) && !text(column).isEmpty()) {
                throw wrong(
                        column, "\"" + text(column) + "\" found, which marks a missing value, expected what is there.");
            }
            return filled(column);
        }

        /**
         * The text in a column whose texts may look like marks of missing values: {@code Na} is sodium.
         *
         * @throws DataException if it is empty
         */
        String filled(String column) {
            if (text(column).isEmpty()) {
                throw wrong(column, "nothing found, expected what every line has.");
            }
            return text(column);
        }

        /**
         * The number in a column.
         *
         * @throws DataException if it is none
         */
        double number(String column) {
            return NumberText.parse(text(column))
                    .orElseThrow(() -> wrong(
                            column,
                            "\"" + text(column) + "\" found, expected a finite number with a decimal point, such as"
                                    + " -1.5e3; what else marks a missing value can be said."));
        }

        /** An error in a column of this line. */
        DataException wrong(String column, String problem) {
            return CsvTable.this.wrong(line, column, problem, null);
        }
    }

    /**
     * Reads a file.
     *
     * @param marks of missing values, beside the usual ones
     * @throws DataException if it is not there, has two columns of one name, or a line that does not fit the header
     */
    static CsvTable read(Path path, char separator, Set<String> marks) {
        if (!Files.isRegularFile(path)) {
            throw new DataException(Reason.MISSING, path, "no such file found, expected a CSV file with a header.");
        }
        CsvTable table = new CsvTable(path, marks);
        CsvFactory factory = CsvFactory.builder()
                .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                .build();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path));
                CsvParser parser = factory.createParser(in)) {
            parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(separator));
            table.read(parser);
        } catch (JsonParseException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw table.wrong(line, null, e.getOriginalMessage() + ".", e);
        } catch (CharConversionException e) {
            throw new DataException(Reason.WRONG_FORMAT, path, "not in UTF-8: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new DataException(Reason.UNREADABLE, path, "cannot be read: " + e.getMessage() + ".", e);
        }
        if (table.rows.isEmpty()) {
            throw new DataException(Reason.WRONG_FORMAT, path, "no line found after a header.");
        }
        return table;
    }

    private void read(CsvParser parser) throws IOException {
        List<String> fields = new ArrayList<>();
        int line = 0;
        parser.nextToken(); // begins the file
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.START_ARRAY) {
                fields = new ArrayList<>();
            } else if (token == JsonToken.VALUE_STRING) {
                line = fields.isEmpty() ? parser.currentTokenLocation().getLineNr() : line;
                fields.add(parser.getText());
            } else if (token == JsonToken.END_ARRAY && !fields.isEmpty()) {
                add(line, fields);
                fields = List.of();
            }
        }
    }

    private void add(int line, List<String> fields) {
        if (columns.isEmpty()) {
            for (String field : fields) {
                String column = field.strip();
                if (columns.putIfAbsent(column, columns.size()) != null) {
                    throw wrong(
                            line,
                            column,
                            "found twice in the header, as columns " + (columns.get(column) + 1) + " and "
                                    + (columns.size() + 1) + "; give each column a name of its own.",
                            null);
                }
            }
        } else if (fields.size() != columns.size()) {
            throw wrong(
                    line,
                    null,
                    fields.size() + " fields found, expected " + columns.size() + " as in the header.",
                    null);
        } else {
            rows.add(new Row(line, fields));
        }
    }

    /** The columns in their order. */
    List<String> columns() {
        return List.copyOf(columns.keySet());
    }

    /** The lines but the header, in their order. */
    List<Row> rows() {
        return rows;
    }

    /**
     * Makes sure that a column is there.
     *
     * @throws DataException if it is not
     */
    void requireColumn(String column) {
        if (!columns.containsKey(column)) {
            throw new DataException(
                    Reason.WRONG_FORMAT,
                    path,
                    "no column \"" + column + "\" found; there are " + columns.keySet() + ".");
        }
    }

    /** An error about the header. */
    DataException wrongHeader(String problem) {
        return wrong(1, null, problem, null);
    }

    private DataException wrong(int line, @Nullable String column, String problem, @Nullable Throwable cause) {
        String where = "line " + line + (column == null ? ": " : ", column \"" + column + "\": ");
        return cause == null
                ? new DataException(Reason.WRONG_FORMAT, path, where + problem)
                : new DataException(Reason.WRONG_FORMAT, path, where + problem, cause);
    }
}
