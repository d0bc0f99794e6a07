package io.seminode.spark;

import java.io.Serializable;
import java.util.Map;

/**
 * What comes back of a training.
 *
 * @param exitCode of its process
 * @param log what it said
 * @param files of its run folder, by name as in {@link SparkTask}
 */
@SuppressWarnings("serial") // the map is the JDK's immutable one
record SparkOutcome(int exitCode, String log, Map<String, byte[]> files) implements Serializable {
    SparkOutcome {
        files = Map.copyOf(files);
    }

    /** What it said last: its error, if it failed. */
    String lastLine() {
        String last = "";
        for (String line : log.lines().toList()) {
            boolean isError = line.startsWith("seminode: ");
            last = line.isBlank() || (!isError && last.startsWith("seminode: ")) ? last : line;
        }
        return last.strip().replaceFirst("^seminode: ", "");
    }
}
