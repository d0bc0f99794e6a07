package io.seminode.data.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes files so that a reader, a process that is killed, or a machine that loses power, never leaves or sees half of one:
 * what was written reaches the disk before it gets its name, and the name before anything else happens.
 */
public final class AtomicFiles {
    private static final String PART = ".part-";

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
        Path temporary = file.resolveSibling(PART + ProcessHandle.current().pid() + "-"
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
        force(finished);
        try {
            Files.move(finished, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(finished, place, StandardCopyOption.REPLACE_EXISTING);
        }
        forceFolder(Objects.requireNonNull(place.toAbsolutePath().getParent(), "a file is in a folder"));
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void forceFolder(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException windows) { // which opens no folders, and orders names by itself
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    /**
     * Makes a file begin with what is given, by writing only what is not there yet; it reaches the disk before this returns.
     * What was there and is the same is not touched, so that a process that ends in the middle leaves it as it was.
     */
    public static void extend(Path file, byte[] content) throws IOException {
        boolean isNew = !Files.exists(file);
        byte[] found = isNew ? new byte[0] : Files.readAllBytes(file);
        int differing = Arrays.mismatch(found, content);
        if (differing < 0 || differing == content.length) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(differing);
            ByteBuffer rest = ByteBuffer.wrap(content, differing, content.length - differing);
            for (long at = differing; rest.hasRemaining(); ) {
                at += channel.write(rest, at);
            }
            channel.force(true);
        }
        if (isNew) {
            forceFolder(Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder"));
        }
    }

    /** Whether a file of that name is what a killed process left of {@link #write}. */
    public static boolean isLeftover(Path file) {
        return file.getFileName().toString().startsWith(PART);
    }

    /** Removes what killed processes left; nobody else may be writing into the folder. */
    public static void removeLeftovers(Path folder) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, AtomicFiles::isLeftover)) {
            for (Path leftover : leftovers) {
                Files.delete(leftover);
            }
        }
    }
}
