package io.seminode.data.files;

import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells cheaply whether a file may have changed, for keys of caches: not by its contents. */
public final class FileFingerprint {
    private FileFingerprint() {}

    /** Path, size and time of the last change, as a line. */
    public static String of(Path file) {
        try {
            return file.toAbsolutePath().normalize() + " " + Files.size(file) + " "
                    + Files.getLastModifiedTime(file).toMillis() + "\n";
        } catch (IOException e) {
            throw new DataException(Reason.UNREADABLE, file, "cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
