package io.seminode.cli.report;

import io.seminode.cli.error.CommandException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second process out of a run folder. The operating system frees the lock when the process ends, however it ends; the
 * file stays.
 */
public final class FolderLock implements AutoCloseable {
    /** The file that is locked. */
    static final String NAME = ".lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws CommandException if another process holds it
     */
    public static FolderLock acquire(Path folder) {
        FileChannel channel = open(folder);
        if (tryLock(channel, folder) == null) {
            close(channel);
            throw CommandException.failed("Found that another process works in " + folder + "; wait for it to end, or"
                    + " choose another folder with --out.");
        }
        return new FolderLock(channel);
    }

    private static FileChannel open(Path folder) {
        try {
            return FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel, Path folder) {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        } catch (IOException e) {
            close(channel);
            throw unusable(folder, e);
        }
    }

    private static CommandException unusable(Path folder, IOException e) {
        return CommandException.failed("Can't lock " + folder.resolve(NAME) + " ("
                + e.getClass().getSimpleName() + ": " + e.getMessage() + "); choose another folder with --out.");
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /**
     * Checks that the lock has not been given back.
     *
     * @throws IllegalStateException if it has
     */
    public void requireHeld() {
        if (!channel.isOpen()) {
            throw new IllegalStateException("The lock of a run folder was given back too early.");
        }
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        close(channel);
    }
}
