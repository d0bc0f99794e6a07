package io.seminode.data;

import java.util.List;

/**
 * A data set, divided.
 *
 * @param train to learn from
 * @param validation to choose settings by
 * @param test to report on
 * @param notes what a report should say about the data, one sentence each: what was left out, how it was divided
 */
public record DataParts<E extends Examples>(E train, E validation, E test, List<String> notes) {
    /** Copies the notes. */
    public DataParts {
        notes = List.copyOf(notes);
    }
}
