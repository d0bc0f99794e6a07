package io.seminode.lab.bench;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.process.Children;
import io.seminode.cli.process.ParentWatch;
import io.seminode.cli.process.SeminodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a measurement in a process of its own did.
 *
 * @param exitCode of the process; 0 for success
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 * @param isTooSlow whether it was ended because its time was over
 */
record Child(int exitCode, String out, String err, boolean isTooSlow) {
    /**
     * Runs Seminode in a process of its own and waits for its end.
     *
     * @param words after {@code seminode}
     * @param limit after which it is ended
     * @param cancelled whether it is to be ended
     */
    static Child run(List<String> words, Duration limit, BooleanSupplier cancelled) {
        List<String> line = new ArrayList<>(SeminodeProcess.command());
        line.addAll(words);
        try {
            Path out = Files.createTempFile("seminode-", ".out");
            Path err = Files.createTempFile("seminode-", ".err");
            try {
                Process process = ParentWatch.watched(new ProcessBuilder(line))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                long begin = System.nanoTime();
                int exitCode = Children.await(process, () -> cancelled.getAsBoolean() || isOver(begin, limit));
                boolean isTooSlow = exitCode != 0 && isOver(begin, limit);
                return new Child(exitCode, Children.said(out), Children.said(err), isTooSlow);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw CommandException.failed("Can't run " + String.join(" ", words) + " in a process of its own ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage() + ").");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.interrupted("interrupted");
        }
    }

    private static boolean isOver(long begin, Duration limit) {
        return System.nanoTime() - begin > limit.toNanos();
    }
}
