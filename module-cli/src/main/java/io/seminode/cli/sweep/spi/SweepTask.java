package io.seminode.cli.sweep.spi;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One training of a sweep: a command to run in a process of its own.
 *
 * @param folder its run folder, relative to that of the sweep
 * @param title for people
 * @param begun whether its run folder holds something to continue
 * @param command the words after {@code seminode}, without the run folder, which comes last
 */
public record SweepTask(String folder, String title, boolean begun, List<String> command) {
    /**
     * An environment variable for whoever starts the process of a task. If it is set, the process saves itself and ends when
     * its standard input does: with a pipe there, when the process that holds the other end is gone.
     */
    public static final String ENDS_WITH_INPUT = "SEMINODE_ENDS_WITH_INPUT";

    /** Copies the words. */
    public SweepTask {
        command = List.copyOf(command);
    }

    /**
     * The words after {@code seminode}.
     *
     * @param runFolder where this machine has the run folder
     */
    public List<String> words(Path runFolder) {
        List<String> words = new ArrayList<>(command);
        words.add(runFolder.toString());
        return words;
    }
}
