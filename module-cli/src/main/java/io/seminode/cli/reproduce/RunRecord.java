package io.seminode.cli.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import io.seminode.cli.error.CommandException;
import io.seminode.cli.report.RunFolder;
import io.seminode.cli.train.LocationRow;
import io.seminode.cli.train.TestPass;
import io.seminode.cli.train.TrainResult;
import io.seminode.cli.train.TrainRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a finished training left in its run folder.
 *
 * @param folder where it was read
 * @param batchSize examples in a batch
 * @param result the numbers
 * @param history a line for each epoch, by column
 * @param pass over the test part with backward solves; null if there was none
 * @param locations of evaluations and rejected steps in that pass; empty if there was none
 * @param publishedLocations of rejected steps as the paper's code counts them; empty if they were not counted
 */
record RunRecord(
        Path folder,
        int batchSize,
        TrainResult result,
        List<Map<String, String>> history,
        @Nullable TestPass pass,
        List<LocationRow> locations,
        List<LocationRow> publishedLocations) {

    private static final String HISTORY = "history.csv";

    /** Copies the lists. */
    RunRecord {
        history = List.copyOf(history);
        locations = List.copyOf(locations);
        publishedLocations = List.copyOf(publishedLocations);
    }

    /** Runs of earlier versions have their settings side by side. */
    private static int batchSize(JsonNode settings) {
        return settings.at("/training/batches/size")
                .asInt(settings.path("batchSize").asInt());
    }

    /** Reads a run folder. */
    static RunRecord read(Path path) {
        RunFolder folder = RunFolder.open(path);
        boolean passed = folder.has(TrainRun.TEST_PASS);
        return new RunRecord(
                path,
                batchSize(folder.readJson("settings.json")),
                folder.readJson("results.json", TrainResult.class),
                folder.readCsv(HISTORY),
                passed ? folder.readJson(TrainRun.TEST_PASS, TestPass.class) : null,
                passed ? folder.readCsv(TrainRun.TEST_LOCATIONS, LocationRow::read) : List.of(),
                folder.has(TrainRun.PUBLISHED_LOCATIONS)
                        ? folder.readCsv(TrainRun.PUBLISHED_LOCATIONS, LocationRow::read)
                        : List.of());
    }

    /**
     * A number of each epoch; NaN where there is none.
     *
     * @throws CommandException if it is something else
     */
    List<Double> perEpoch(String column) {
        try {
            return history.stream()
                    .map(line -> Double.valueOf(line.getOrDefault(column, "NaN")))
                    .toList();
        } catch (NumberFormatException e) {
            throw CommandException.failed("Can't read " + folder.resolve(HISTORY) + ": column " + column
                    + " has something else than numbers (" + e.getMessage() + "); do the run anew.");
        }
    }
}
