package io.seminode.cli.html;

import io.seminode.cli.error.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of a run folder, and no others: the folder may come from anywhere, and what it says must not bring a file of this
 * machine into a report.
 */
final class FolderFiles {
    private final Path folder;

    FolderFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * A file in the folder or below it.
     *
     * @param name relative to the folder
     * @return null if there is none: a name that leads out, by {@code ..}, as an absolute path or through a symbolic link, is
     *     that of no file of the folder
     */
    @Nullable
    Path find(String name) {
        try {
            Path file = Path.of(name);
            if (file.isAbsolute()) {
                return null;
            }
            Path found = folder.resolve(file).toRealPath();
            return found.startsWith(folder.toRealPath()) && Files.isRegularFile(found) ? found : null;
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    boolean has(String name) {
        return find(name) != null;
    }

    /**
     * The text of a file, with a replacement character for what is no UTF-8.
     *
     * @throws CommandException if it cannot be read
     */
    String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /**
     * The bytes of a file.
     *
     * @throws CommandException if it cannot be read
     */
    byte[] bytes(String name) {
        Path file = find(name);
        try {
            if (file == null) {
                throw new IOException("no file of the folder");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw CommandException.failed("Can't read " + folder.resolve(name) + " ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage() + ").");
        }
    }
}
