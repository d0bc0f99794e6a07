package io.seminode.data.files;

import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import io.seminode.data.DataProgress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Compares files with their checksums. */
public final class FileDigest {
    private static final int BUFFER = 1 << 18;

    private FileDigest() {}

    /** Whether a file has a checksum. */
    public static boolean matches(Path file, Checksum checksum, DataProgress progress) {
        return of(file, checksum.algorithm(), progress).equals(checksum);
    }

    /**
     * Makes sure that a file has a checksum.
     *
     * @throws DataException if it has another one
     */
    public static void require(Path file, Checksum checksum, DataProgress progress) {
        Checksum found = of(file, checksum.algorithm(), progress);
        if (!found.equals(checksum)) {
            throw new DataException(
                    Reason.WRONG_CHECKSUM,
                    file,
                    checksum.algorithm() + " " + found.hex() + " found, expected " + checksum.hex()
                            + ", the publisher's; remove the file to get it anew.");
        }
    }

    private static Checksum of(Path file, Checksum.Algorithm algorithm, DataProgress progress) {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in, algorithm, "Checking " + file.getFileName(), Files.size(file), progress);
        } catch (IOException e) {
            throw new DataException(Reason.UNREADABLE, file, "cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Whether what a file holds when unpacked has a checksum.
     *
     * @throws DataException if the file is damaged
     */
    public static boolean contentsMatch(Path file, Checksum checksum, DataProgress progress) {
        try (InputFile input = InputFile.open(file, progress)) {
            try {
                return of(input.stream(), checksum.algorithm(), "Checking", DataProgress.UNKNOWN, DataProgress.NONE)
                        .equals(checksum);
            } catch (IOException e) {
                throw input.damaged(e);
            }
        } catch (IOException e) {
            throw new DataException(Reason.UNREADABLE, file, "cannot be closed: " + e.getMessage() + ".", e);
        }
    }

    private static Checksum of(
            InputStream in, Checksum.Algorithm algorithm, String what, long total, DataProgress progress)
            throws IOException {
        MessageDigest digest = algorithm.digest();
        byte[] buffer = new byte[BUFFER];
        long done = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
            done += read;
            progress.update(what, done, total);
        }
        return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
    }
}
