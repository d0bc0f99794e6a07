package io.seminode.spark;

import io.seminode.cli.sweep.spi.SweepTask;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.Function;

/** The task: starts Seminode on the machine it is sent to, and brings its run folder back. */
final class RunTraining implements Function<SparkTask, SparkOutcome> {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Above this, a signal ended the process, or something other than Seminode: another machine may have more luck. */
    private static final int LAST_OWN_EXIT_CODE = 2;

    @SuppressWarnings("serial") // an ArrayList
    private final List<String> seminode;

    /**
     * A task.
     *
     * @param seminode the words that start Seminode
     */
    RunTraining(List<String> seminode) {
        this.seminode = new ArrayList<>(seminode);
    }

    /**
     * Trains.
     *
     * @throws IOException if the process did not end by itself, which Spark answers by trying again; a training that fails is
     *     an outcome, since it would fail again
     */
    @Override
    public SparkOutcome call(SparkTask task) throws IOException, InterruptedException {
        try (WorkFolder work = WorkFolder.create()) {
            Path run = work.path().resolve("run");
            if (!task.files().isEmpty()) {
                RunFiles.write(run, task.files());
            }
            Path log = work.path().resolve("log");
            List<String> line = new ArrayList<>(seminode);
            line.addAll(task.command());
            line.add(run.toString());
            ProcessBuilder builder =
                    new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().put(SweepTask.ENDS_WITH_INPUT, "1"); // which is a pipe from here
            Process process = work.start(builder);
            int exitCode = process.waitFor();
            String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8); // it may be anything
            if (exitCode > LAST_OWN_EXIT_CODE || exitCode < 0) {
                throw new IOException("The process of " + task.folder() + " ended with exit code " + exitCode + ": "
                        + new SparkOutcome(exitCode, text, task.files()).lastLine());
            }
            return new SparkOutcome(exitCode, text, RunFiles.read(run));
        }
    }
}
