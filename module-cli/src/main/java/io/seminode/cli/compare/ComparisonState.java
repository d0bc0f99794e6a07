package io.seminode.cli.compare;

import io.seminode.models.file.Checkpoint;
import io.seminode.models.file.SettingsJson;
import io.seminode.models.file.StoredFileException;
import io.seminode.models.train.EpochMetrics;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a comparison is. It stands in the checkpoint of the training that is under way, so that the two are always of the
 * same moment.
 *
 * @param training the number of that training, from 0
 * @param done the trainings that are finished; one more than {@code training} if that one is
 * @param locations where evaluations and rejected steps fell so far, by the variant's label
 */
record ComparisonState(int training, List<Done> done, Map<String, List<Locations.Count>> locations) {
    private static final String NOTE = "comparison";

    /** Nothing done. */
    static final ComparisonState BEGIN = new ComparisonState(0, List.of(), Map.of());

    ComparisonState {
        done = List.copyOf(done);
        locations = Collections.unmodifiableMap(new TreeMap<>(locations)); // in order: equal states give equal files
    }

    /**
     * A finished training.
     *
     * @param epochs without single steps
     * @param parameters how many numbers were learnt
     */
    record Done(RunResult result, List<EpochMetrics> epochs, long parameters) {
        Done {
            epochs = List.copyOf(epochs);
        }
    }

    /** The checkpoint with this in it. */
    Checkpoint in(Checkpoint training) {
        return training.withNotes(Map.of(NOTE, SettingsJson.write(this)));
    }

    /**
     * What stands in a checkpoint.
     *
     * @throws StoredFileException if it is not one of a comparison
     */
    static ComparisonState of(Checkpoint checkpoint) {
        String note = checkpoint.notes().get(NOTE);
        if (note == null) {
            throw new StoredFileException(
                    StoredFileException.Reason.UNFIT,
                    "The checkpoint is that of a single training, expected one of a comparison.");
        }
        return SettingsJson.read(note, ComparisonState.class);
    }
}
