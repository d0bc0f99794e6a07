package io.seminode.cli.reproduce;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.seminode.cli.grid.GridRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How long trainings take, from what was recorded on two cores, the file says whose: {@code costs.csv}, a line for each recipe,
 * scale, norm and tolerance.
 */
public final class Costs {
    private final Map<List<Object>, Double> seconds = new HashMap<>();

    private Costs() {}

    /** What was recorded. */
    public static Costs recorded() {
        try (InputStream file = Costs.class.getResourceAsStream("costs.csv")) {
            if (file == null) {
                throw new IllegalStateException("Found no costs.csv in this module.");
            }
            Costs costs = new Costs();
            CsvSchema schema = CsvSchema.emptySchema().withHeader().withComments();
            for (Map<String, String> line : new CsvMapper()
                    .readerForMapOf(String.class)
                    .with(schema)
                    .<Map<String, String>>readValues(file)
                    .readAll()) {
                costs.seconds.put(
                        List.of(
                                line.getOrDefault("scale", ""),
                                line.getOrDefault("recipe", ""),
                                line.getOrDefault("norm", ""),
                                Double.valueOf(line.getOrDefault("rtol", ""))),
                        Double.valueOf(line.getOrDefault("seconds", "")));
            }
            return costs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The seconds of a run, with loading, validation and test; empty if nothing like it was recorded. */
    public OptionalDouble seconds(Scale scale, Recipe recipe, GridRun run) {
        Double found = seconds.get(
                List.of(scale.id(), recipe.id(), run.norm(), run.tolerance().rtol()));
        return found == null ? OptionalDouble.empty() : OptionalDouble.of(found);
    }
}
