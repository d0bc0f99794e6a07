package io.seminode.cli.grid;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the results of a grid lie: a run folder for each run, named by its key, so that runs which were done are found
 * again.
 *
 * @param path of the folder
 */
public record GridFolder(Path path) {
    /** What a training leaves when it is done, last of all. */
    private static final String RESULTS = "results.json";

    private static final String CHECKPOINT = "checkpoint.safetensors";

    /** How far a run is. */
    public enum State {
        /** Nothing that could be gone on from. */
        MISSING,
        /** It can be continued. */
        BEGUN,
        /** It is done. */
        COMPLETE
    }

    /** The run folder of a run, there or not. */
    public Path of(GridRun run) {
        return path.resolve(run.folder());
    }

    /** How far a run is, judged by what lies in its folder. */
    public State state(GridRun run) {
        Path folder = of(run);
        if (Files.isRegularFile(folder.resolve(RESULTS))) {
            return State.COMPLETE;
        }
        return Files.isRegularFile(folder.resolve(CHECKPOINT)) ? State.BEGUN : State.MISSING;
    }
}
