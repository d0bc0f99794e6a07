package io.seminode.data.catalog;

import io.seminode.data.DataProgress;
import io.seminode.data.files.FileDigest;
import io.seminode.data.files.RemoteFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How a file here compares with the publisher's. */
public enum FileState {
    /** The same, byte for byte. */
    OFFICIAL("official"),
    /** What it holds is the same, but it was packed again, or it is unpacked. */
    OFFICIAL_CONTENTS("official contents, packed otherwise"),
    /** Not the publisher's file. */
    OTHER("not the official file"),
    /** Not here. */
    ABSENT("not here");

    private final String description;

    FileState(String description) {
        this.description = description;
    }

    /** A few words. */
    public String description() {
        return description;
    }

    /**
     * Compares checksums.
     *
     * @param place the folder where the file should be, or the file
     * @throws io.seminode.data.DataException if it is compressed and damaged
     */
    public static FileState of(RemoteFile file, Path place, DataProgress progress) {
        Path packed = Files.isRegularFile(place) ? place : place.resolve(file.name());
        Path unpacked = place.resolve(withoutGz(file.name()));
        if (Files.isRegularFile(packed)) {
            if (FileDigest.matches(packed, file.checksum(), progress)) {
                return OFFICIAL;
            }
            return hasContents(file, packed, progress) ? OFFICIAL_CONTENTS : OTHER;
        }
        if (Files.isRegularFile(unpacked)) {
            return hasContents(file, unpacked, progress) ? OFFICIAL_CONTENTS : OTHER;
        }
        return ABSENT;
    }

    private static boolean hasContents(RemoteFile file, Path found, DataProgress progress) {
        return file.contents()
                .map(contents -> FileDigest.contentsMatch(found, contents, progress))
                .orElse(false);
    }

    private static String withoutGz(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }
}
