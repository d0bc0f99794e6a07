package io.seminode.cli.compare;

import io.seminode.models.file.Checkpoint;
import io.seminode.models.file.SettingsJson;
import io.seminode.models.file.StoredFileException;
import io.seminode.models.train.EpochMetrics;
import java.util.ArrayList;
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

    /** How many lines of the history are of finished trainings. */
    private static final String LINES = "comparison.lines";

    private static final String RESULT = "{\"result\":";

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

    /**
     * The checkpoint with this in it. What is done for good stands in its history, before the epochs of the training under way:
     * for each training its epochs, then its result.
     */
    Checkpoint in(Checkpoint underWay) {
        List<String> lines = new ArrayList<>();
        for (Done one : done) {
            one.epochs().forEach(epoch -> lines.add(SettingsJson.write(epoch)));
            lines.add(SettingsJson.write(new Done(one.result(), List.of(), one.parameters())));
        }
        String count = Integer.toString(lines.size());
        if (done.size() == training) { // or its epochs are among these
            lines.addAll(underWay.history());
        }
        String rest = SettingsJson.write(new ComparisonState(training, List.of(), locations));
        return new Checkpoint(
                underWay.settings(), underWay.progress(), lines, underWay.tensors(), Map.of(NOTE, rest, LINES, count));
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
        ComparisonState state = SettingsJson.read(note, ComparisonState.class);
        if (!checkpoint.notes().containsKey(LINES)) {
            return state; // of an earlier version, with all in the note
        }
        List<Done> done = new ArrayList<>();
        List<EpochMetrics> epochs = new ArrayList<>();
        for (String line : checkpoint.history().subList(0, lines(checkpoint))) {
            if (line.startsWith(RESULT)) {
                Done one = SettingsJson.read(line, Done.class);
                done.add(new Done(one.result(), epochs, one.parameters()));
                epochs = new ArrayList<>();
            } else {
                epochs.add(SettingsJson.read(line, EpochMetrics.class));
            }
        }
        return new ComparisonState(state.training(), done, state.locations());
    }

    /** The checkpoint of the training that was under way, as it was before {@link #in}. */
    static Checkpoint training(Checkpoint checkpoint) {
        return new Checkpoint(
                checkpoint.settings(),
                checkpoint.progress(),
                checkpoint
                        .history()
                        .subList(lines(checkpoint), checkpoint.history().size()),
                checkpoint.tensors(),
                Map.of());
    }

    private static int lines(Checkpoint checkpoint) {
        String count = checkpoint.notes().getOrDefault(LINES, "0");
        int lines = count.matches("[0-9]{1,9}") ? Integer.parseInt(count) : -1;
        if (lines < 0 || lines > checkpoint.history().size()) {
            throw new StoredFileException(
                    StoredFileException.Reason.UNFIT,
                    "The checkpoint has " + checkpoint.history().size() + " lines of history, expected " + count
                            + " of finished trainings among them.");
        }
        return lines;
    }
}
