package io.seminode.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A folder and a process that works in it. Both go when this is closed, and also when this Java ends before: Spark stops its
 * machines' processes without closing anything, and a process's children live on unless someone ends them.
 */
final class WorkFolder implements AutoCloseable {
    private final Path path;
    private final Thread atExit = new Thread(this::endQuietly, "seminode-end");
    private @Nullable Process process;
    private boolean isEnded;

    private WorkFolder(Path path) {
        this.path = path;
    }

    /** An empty one. */
    static WorkFolder create() throws IOException {
        WorkFolder folder = new WorkFolder(Files.createTempDirectory("seminode-"));
        try {
            Runtime.getRuntime().addShutdownHook(folder.atExit);
        } catch (IllegalStateException isExiting) {
            folder.endQuietly();
            throw new IOException("This machine is being stopped.", isExiting);
        }
        return folder;
    }

    Path path() {
        return path;
    }

    /**
     * Starts the process.
     *
     * @throws IOException if it can't, or this has ended
     */
    synchronized Process start(ProcessBuilder builder) throws IOException {
        if (isEnded) {
            throw new IOException("This machine is being stopped.");
        }
        Process started = builder.start();
        process = started;
        return started;
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException isExiting) {
            // then it does the same
        }
        end();
    }

    private synchronized void end() throws IOException {
        if (isEnded) {
            return;
        }
        isEnded = true;
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
        RunFiles.delete(path);
    }

    private void endQuietly() {
        try {
            end();
        } catch (IOException e) {
            // a folder of temporary files stays; nobody is left to be told
        }
    }
}
