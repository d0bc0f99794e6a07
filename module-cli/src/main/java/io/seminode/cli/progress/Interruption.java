package io.seminode.cli.progress;

import io.seminode.cli.error.CommandException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Gives work the chance to end in order when the user presses Ctrl-C: the work asks {@link #isRequested} now and then,
 * stops, and closes this. Then, or after some seconds, the process ends with exit code 130.
 *
 * <p>The virtual machine runs shutdown hooks while the other threads go on; it would otherwise tear down TensorFlow's
 * library under a running training.
 */
public final class Interruption implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;
    private static final int EXIT_CODE = 130;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread hook = new Thread(this::awaitStop, "seminode-interruption");
    private final Runnable onEnd;
    private volatile boolean requested;

    /**
     * Watches from now on.
     *
     * @param onEnd says what is left behind; called last, when the process ends by Ctrl-C
     */
    public Interruption(Runnable onEnd) {
        this.onEnd = onEnd;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the user wants to stop. */
    public boolean isRequested() {
        return requested;
    }

    /**
     * Ends the command if the user wants to stop.
     *
     * @throws CommandException if so
     */
    public void endIfRequested() {
        if (requested) {
            throw CommandException.interrupted("interrupted");
        }
    }

    private void awaitStop() {
        requested = true;
        try {
            stopped.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        onEnd.run();
        Runtime.getRuntime().halt(EXIT_CODE);
    }

    /** Says that the work has stopped; stops watching. */
    @Override
    public void close() {
        stopped.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException shuttingDown) {
                // Ctrl-C came at the last moment: the hook runs, finds the work done and ends the process.
                requested = true;
            }
        }
    }
}
