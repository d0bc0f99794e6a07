package io.seminode.cli.train;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.seminode.cli.compare.Locations;
import io.seminode.cli.compare.Locations.Bin;
import java.util.List;
import java.util.Map;

/**
 * A line of {@code test-locations.csv}: what fell in a piece of the time axis.
 *
 * @param from where the piece begins
 * @param to where it ends
 * @param evaluations of the adjoint system in it
 * @param rejectedSteps that started in it
 */
@JsonPropertyOrder({"from", "to", "evaluations", "rejected_steps"})
public record LocationRow(double from, double to, long evaluations, long rejectedSteps) {

    static List<LocationRow> of(Locations locations) {
        return locations.bins().stream()
                .map(bin -> new LocationRow(bin.from(), bin.to(), bin.evaluations(), bin.rejectedSteps()))
                .toList();
    }

    /**
     * From a line of the file.
     *
     * @throws NumberFormatException if a number is none
     */
    public static LocationRow read(Map<String, String> line) {
        return new LocationRow(
                Double.parseDouble(line.getOrDefault("from", "")),
                Double.parseDouble(line.getOrDefault("to", "")),
                Long.parseLong(line.getOrDefault("evaluations", "")),
                Long.parseLong(line.getOrDefault("rejected_steps", "")));
    }

    /** The piece with its counts. */
    public Bin bin() {
        return new Bin(from, to, evaluations, rejectedSteps);
    }
}
