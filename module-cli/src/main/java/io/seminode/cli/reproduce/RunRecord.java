package io.seminode.cli.reproduce;

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
 * @param batchSize examples in a batch
 * @param result the numbers
 * @param history a line for each epoch, by column
 * @param pass over the test part with backward solves; null if there was none
 * @param locations of evaluations and rejected steps in that pass; empty if there was none
 */
record RunRecord(
        int batchSize,
        TrainResult result,
        List<Map<String, String>> history,
        @Nullable TestPass pass,
        List<LocationRow> locations) {

    /** Copies the lists. */
    RunRecord {
        history = List.copyOf(history);
        locations = List.copyOf(locations);
    }

    /** Reads a run folder. */
    static RunRecord read(Path path) {
        RunFolder folder = RunFolder.open(path);
        boolean passed = folder.has(TrainRun.TEST_PASS);
        return new RunRecord(
                folder.readJson("settings.json").path("batchSize").asInt(),
                folder.readJson("results.json", TrainResult.class),
                folder.readCsv("history.csv"),
                passed ? folder.readJson(TrainRun.TEST_PASS, TestPass.class) : null,
                passed ? LocationRow.read(folder.readCsv(TrainRun.TEST_LOCATIONS)) : List.of());
    }

    /** A number of each epoch. */
    List<Double> perEpoch(String column) {
        return history.stream()
                .map(line -> Double.valueOf(line.getOrDefault(column, "NaN")))
                .toList();
    }
}
