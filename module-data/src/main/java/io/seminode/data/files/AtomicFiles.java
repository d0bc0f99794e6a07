package io.seminode.data.files;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files so that a reader, or a process that is killed, never leaves or sees half of one. */
public final class AtomicFiles {
    private AtomicFiles() {}

    /** Writes what will be a file, at a temporary place. */
    @FunctionalInterface
    public interface Content {
        /** Writes it. */
        void writeTo(Path temporary) throws IOException;
    }

    /** Writes a file beside its place and moves it there; of several writers at once the last one wins. */
    public static void write(Path file, Content content) throws IOException {
        // The name ends like the file's: some writers look at the ending. It has the process in it: two may write.
        Path temporary = file.resolveSibling(".part-" + ProcessHandle.current().pid() + "-"
                + Thread.currentThread().getId() + "-" + file.getFileName());
        try {
            content.writeTo(temporary);
            move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Puts a finished file in its place, at once where the file system can. */
    static void move(Path finished, Path place) throws IOException {
        try {
            Files.move(finished, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(finished, place, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
