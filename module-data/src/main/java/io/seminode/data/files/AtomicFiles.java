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

    /** Writes a file beside its place and moves it there. */
    public static void write(Path file, Content content) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            content.writeTo(temporary);
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
