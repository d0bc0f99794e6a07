package io.seminode.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What is done with child processes. */
public final class Children {
    private static final int POLL_MILLIS = 100;

    private Children() {}

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
