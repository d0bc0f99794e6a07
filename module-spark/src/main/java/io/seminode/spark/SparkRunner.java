package io.seminode.spark;

import io.seminode.cli.error.CommandException;
import io.seminode.cli.sweep.spi.SweepJob;
import io.seminode.cli.sweep.spi.SweepRunner;
import io.seminode.cli.sweep.spi.SweepTask;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hands the trainings of a sweep to the Spark in {@code SPARK_HOME}, by its {@code spark-submit}. */
public final class SparkRunner implements SweepRunner {
    private static final String HOME = "SPARK_HOME";
    private static final int POLL_MILLIS = 200;

    /** For the service loader. */
    public SparkRunner() {}

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public String description() {
        return "tasks of Apache Spark: spark://HOST:PORT, local[N], yarn, k8s://...";
    }

    @Override
    public boolean runsOn(String master) {
        return master.startsWith("spark://")
                || master.startsWith("local[")
                || master.startsWith("k8s://")
                || master.equals("yarn");
    }

    @Override
    public void run(String master, SweepJob job) {
        try {
            Path logs = Files.createDirectories(job.folder().resolve("logs"));
            Path plan = Files.createTempFile("seminode-", ".plan");
            try {
                plan(job).write(plan);
                Process process = new ProcessBuilder(List.of(
                                submit().toString(),
                                "--master",
                                master,
                                "--name",
                                "seminode sweep",
                                "--class",
                                SparkSweep.class.getName(),
                                jar().toString(),
                                plan.toString()))
                        .redirectError(logs.resolve("spark.log").toFile())
                        .start();
                follow(process, job, logs.resolve("spark.log"));
            } finally {
                Files.deleteIfExists(plan);
            }
        } catch (IOException e) {
            throw CommandException.failed("Can't run the sweep on " + master + " ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage() + ").");
        }
    }

    private static SparkPlan plan(SweepJob job) throws IOException {
        List<SparkTask> tasks = new ArrayList<>();
        for (SweepTask task : job.tasks()) {
            Path folder = job.folder().resolve(task.folder());
            tasks.add(new SparkTask(task.folder(), task.command(), task.begun() ? RunFiles.read(folder) : Map.of()));
        }
        return new SparkPlan(job.folder().toString(), job.commandElsewhere(), tasks);
    }

    private static Path submit() {
        @Nullable String home = System.getenv(HOME);
        Path submit = Path.of(home == null ? "" : home, "bin", "spark-submit");
        if (home == null || !Files.isExecutable(submit)) {
            throw CommandException.failed("Found " + (home == null ? "no " + HOME : "no " + submit)
                    + ", expected the folder of a Spark distribution in the environment variable " + HOME + ".");
        }
        return submit;
    }

    /** The application that Spark sends to its machines: this jar. */
    private static File jar() {
        try {
            File jar = new File(SparkRunner.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (!jar.isFile()) {
                throw CommandException.failed("Found the classes of seminode-spark in " + jar
                        + ", expected them in a jar: that is what Spark sends to its machines.");
            }
            return jar;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void follow(Process process, SweepJob job, Path log) throws IOException {
        Thread watch = new Thread(() -> endOnCancel(process, job), "seminode-spark-watch");
        watch.setDaemon(true);
        watch.start();
        Set<Integer> ended = new HashSet<>();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 4);
                if (words[0].equals(SparkSweep.ENDED)) {
                    int number = Integer.parseInt(words[1]);
                    ended.add(number);
                    job.ends(job.tasks().get(number), Integer.parseInt(words[2]), words[3]);
                }
            }
        } finally {
            process.destroy();
        }
        int left = job.tasks().size() - ended.size();
        if (left > 0 && !job.isCancelled()) {
            throw CommandException.failed("Spark ended with " + left + " of "
                    + job.tasks().size() + " trainings not done; " + log + " says why.");
        }
    }

    private static void endOnCancel(Process process, SweepJob job) {
        try {
            while (process.isAlive() && !job.isCancelled()) {
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroy();
    }
}
