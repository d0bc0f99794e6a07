package io.seminode.solver.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * Where TensorFlow's native libraries are unpacked to, and loaded from.
 *
 * <p>JavaCPP takes {@code ~/.javacpp/cache}. Where the home folder can't be written it takes a folder of the temporary one whose name
 * anybody can guess, and runs what somebody else has put there. Seminode has it take one that only its user can enter.
 */
final class NativeFolder {
    private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    private NativeFolder() {}

    /**
     * Tells JavaCPP of a folder if its own would be one for everybody. A folder that the user has named, by
     * {@code -Dorg.bytedeco.javacpp.cachedir}, stays; so does the image's way, which unpacks nothing.
     *
     * @throws IllegalStateException if the folder is there and is not only this user's
     */
    static void choose() {
        if (System.getProperty(PROPERTY) != null
                || "false".equalsIgnoreCase(System.getProperty("org.bytedeco.javacpp.cacheLibraries"))
                || !FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                || isUsable(Path.of(System.getProperty("user.home"), ".javacpp", "cache"))) {
            return;
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            System.setProperty(
                    PROPERTY,
                    own(temporary, System.getProperty("user.name"), myself(temporary))
                            .toString());
        } catch (IOException e) {
            throw new UncheckedIOException("Can't make a folder for TensorFlow's native libraries in " + temporary, e);
        }
    }

    private static boolean isUsable(Path folder) {
        try {
            return Files.isWritable(Files.createDirectories(folder));
        } catch (IOException e) {
            return false;
        }
    }

    /** Whom files of this process belong to: the name that the system tells may be that of somebody else. */
    private static UserPrincipal myself(Path temporary) throws IOException {
        Path file = Files.createTempFile(temporary, "seminode", null);
        try {
            return Files.getOwner(file);
        } finally {
            Files.delete(file);
        }
    }

    /** The folder of that user, made if there is none. */
    static Path own(Path temporary, String user, UserPrincipal owner) throws IOException {
        Path folder = temporary.resolve("seminode-natives-" + user);
        try {
            return Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNERS));
        } catch (FileAlreadyExistsException e) {
            PosixFileAttributes found =
                    Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isDirectory()
                    && found.owner().equals(owner)
                    && found.permissions().equals(OWNERS)) {
                return folder;
            }
            throw new IllegalStateException(
                    "Found " + folder + " (" + kind(found) + " of "
                            + found.owner().getName() + ", "
                            + PosixFilePermissions.toString(found.permissions())
                            + "), expected a folder that only " + owner.getName()
                            + " can enter: native code is loaded from it. Remove it, or name another by -D" + PROPERTY
                            + "=FOLDER.",
                    e);
        }
    }

    private static String kind(PosixFileAttributes found) {
        return found.isSymbolicLink() ? "a link" : found.isDirectory() ? "a folder" : "a file";
    }
}
