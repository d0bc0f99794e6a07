package io.seminode.cli;

import io.seminode.cli.process.SeminodeProcess;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/**
 * Where results go. A print writer keeps to itself what it could not write; this remembers why, so that a command whose results
 * went nowhere does not end as if all were well.
 */
final class StandardOutput {
    /** Linux's link to what standard output is. */
    static final Path LINK = Path.of("/proc/self/fd/1");

    private final Path link;
    private final PrintWriter writer;
    private @Nullable IOException failure;

    /**
     * Results go to the given stream, in the terminal's encoding.
     *
     * @param link to what the stream is, where there is one
     */
    StandardOutput(OutputStream stream, Path link) {
        this.link = link;
        writer = new PrintWriter(new OutputStreamWriter(new Remembering(stream), SeminodeProcess.encoding()), true);
    }

    private final class Remembering extends FilterOutputStream {
        Remembering(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            try {
                out.write(bytes, from, count);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
                throw e;
            }
        }
    }

    PrintWriter writer() {
        return writer;
    }

    /**
     * The exit code of a command that ended, once all that it wrote is out. A reader that has seen enough, as {@code head} has,
     * closes its pipe, which is no failure.
     *
     * @param exitCode the command's own
     * @param err is told what could not be written
     */
    int exitCode(int exitCode, PrintWriter err) {
        writer.flush();
        IOException found = failure;
        if (found == null || isOfAClosedPipe(found)) {
            return exitCode;
        }
        err.println("seminode: Can't write to standard output (" + found.getMessage()
                + "): results are missing from it; make room, or see to the permission to write.");
        err.flush();
        return exitCode == ExitCode.OK ? ExitCode.SOFTWARE : exitCode;
    }

    /** The system's words may be in any language; a pipe can't fail in another way. */
    private boolean isOfAClosedPipe(IOException e) {
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException unknown) { // not on Linux
            return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
        }
    }
}
