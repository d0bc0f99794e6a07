package io.seminode.cli.report;

import io.seminode.models.file.Checkpoint;
import io.seminode.models.file.StoredFileException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Saves a training in its run folder every so often, and finds it there again. */
public final class Checkpoints {
    /** The file that a run is continued from. */
    public static final String FILE = "checkpoint.safetensors";

    private final @Nullable RunFolder folder;
    private final Duration every;
    private long saved = System.nanoTime();

    private Checkpoints(@Nullable RunFolder folder, Duration every) {
        this.folder = folder;
        this.every = every;
    }

    /**
     * In a folder.
     *
     * @param every the least time between two that are not asked for expressly
     */
    public static Checkpoints in(RunFolder folder, Duration every) {
        return new Checkpoints(folder, every);
    }

    /** Saves nothing and finds nothing. */
    public static Checkpoints none() {
        return new Checkpoints(null, Duration.ZERO);
    }

    /**
     * The one that was saved last.
     *
     * @throws StoredFileException if there is one that can't be read: a run is not begun anew unasked
     */
    public Optional<Checkpoint> last() {
        RunFolder place = folder;
        return place == null || !place.has(FILE)
                ? Optional.empty()
                : Optional.of(Checkpoint.read(place.path().resolve(FILE)));
    }

    /** What is wrong in the one that was saved last, in words that name its file. */
    public StoredFileException named(StoredFileException wrong) {
        RunFolder place = folder;
        return place == null ? wrong : StoredFileException.in(place.path().resolve(FILE), wrong);
    }

    /** Saves now. The one before is kept until this one is whole. */
    public void save(Supplier<Checkpoint> state) {
        RunFolder place = folder;
        if (place != null) {
            place.writeWith(FILE, file -> state.get().write(file));
            saved = System.nanoTime();
        }
    }

    /** Saves if it is time to. */
    public void saveIfDue(Supplier<Checkpoint> state) {
        if (System.nanoTime() - saved >= every.toNanos()) {
            save(state);
        }
    }

    /** Saves the last good state after a failure; that this fails as well is added to the failure. */
    public void saveAfter(RuntimeException failure, Supplier<Checkpoint> state) {
        try {
            save(state);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
