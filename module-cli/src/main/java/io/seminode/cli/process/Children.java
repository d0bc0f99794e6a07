package io.seminode.cli.process;

import io.seminode.cli.error.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs child processes. */
public final class Children {
    private static final int POLL_MILLIS = 100;

    private Children() {}

    /**
     * What a child did.
     *
     * @param exitCode of the process; 0 for success
     * @param out what it wrote to standard output
     * @param err what it wrote to standard error
     * @param isTooSlow whether it was ended because its time was over
     */
    public record Finished(int exitCode, String out, String err, boolean isTooSlow) {}

    /**
     * Runs Seminode in a process of its own and waits for its end.
     *
     * @param words after {@code seminode}
     * @param limit after which it is ended
     * @param cancelled whether it is to be ended
     */
    public static Finished run(List<String> words, Duration limit, BooleanSupplier cancelled) {
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
                int exitCode = await(process, () -> cancelled.getAsBoolean() || isOver(begin, limit));
                boolean isTooSlow = exitCode != 0 && isOver(begin, limit);
                return new Finished(exitCode, said(out), said(err), isTooSlow);
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

    /**
     * Waits for a process's end.
     *
     * @param stop asked now and then; if true, the process is asked to end, as by Ctrl-C
     * @return its exit code
     */
    public static int await(Process process, BooleanSupplier stop) throws InterruptedException {
        boolean asked = false;
        try {
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (!asked && stop.getAsBoolean()) {
                    process.destroy();
                    asked = true;
                }
            }
            return process.exitValue();
        } finally {
            process.destroy();
        }
    }

    /**
     * What a process wrote into a file, which may be anything: a replacement character stands for what is none in the encoding
     * of {@link SeminodeProcess#encoding}.
     */
    public static String said(Path file) throws IOException {
        return new String(Files.readAllBytes(file), SeminodeProcess.encoding());
    }

    /** What a process said last: its error, if it failed. */
    public static String lastLine(String said) {
        String last = "";
        for (String line : said.lines().toList()) {
            boolean isError = line.startsWith("seminode: ");
            last = line.isBlank() || (!isError && last.startsWith("seminode: ")) ? last : line;
        }
        return last.strip().replaceFirst("^seminode: ", "");
    }
}
