package io.seminode.spark;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The driver of a sweep, which {@code spark-submit} starts.
 *
 * <p>Each training is a Spark job of one task, all of them submitted at once: Spark runs as many as the cluster has room for,
 * tries again where a machine fails, and one that fails for good does not stop the others. Every run folder is put in its
 * place as soon as it is there; standard output has a line for each.
 */
public final class SparkSweep {
    /** Before the words of a line that is meant for {@link SparkRunner}. */
    static final String ENDED = "seminode-sweep-ended";

    private static final int POLL_MILLIS = 100;
    private static final int FAILED = 1;

    private final SparkPlan plan;
    private final PrintStream out;

    private SparkSweep(SparkPlan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
    }

    /** A job that was submitted. */
    private record Submitted(int number, JavaFutureAction<List<SparkOutcome>> job) {}

    /**
     * Runs a sweep on the Spark that it is submitted to.
     *
     * @param args the file with the plan
     */
    public static void main(String[] args) throws IOException, ClassNotFoundException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        new SparkSweep(SparkPlan.read(Path.of(args[0])), out).run();
    }

    private void run() throws InterruptedException {
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
            List<Submitted> running = new ArrayList<>();
            for (int i = 0; i < plan.tasks().size(); i++) {
                SparkTask task = plan.tasks().get(i);
                spark.setJobDescription(task.folder());
                running.add(new Submitted(
                        i,
                        spark.parallelize(List.of(task), 1)
                                .map(new RunTraining(plan.seminode()))
                                .collectAsync()));
            }
            while (!running.isEmpty()) {
                Iterator<Submitted> each = running.iterator();
                while (each.hasNext()) {
                    Submitted submitted = each.next();
                    if (submitted.job().isDone()) {
                        ended(submitted);
                        each.remove();
                    }
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private void ended(Submitted submitted) throws InterruptedException {
        int number = submitted.number();
        try {
            SparkOutcome outcome = submitted.job().get().get(0);
            out.println(line(
                    number, kept(Path.of(plan.folder(), plan.tasks().get(number).folder()), outcome)));
        } catch (ExecutionException e) {
            String cause =
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
            out.println(line(number, new SparkOutcome(FAILED, cause, Map.of())));
        }
    }

    /** Puts a run folder in its place. A training whose folder can't be written has failed; the others have not. */
    static SparkOutcome kept(Path folder, SparkOutcome outcome) {
        try {
            if (!outcome.files().isEmpty()) {
                RunFiles.replace(folder, outcome.files());
            }
            return outcome;
        } catch (IOException | UncheckedIOException e) {
            String cause = "Can't write " + folder + " (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ").";
            return new SparkOutcome(FAILED, cause, Map.of());
        }
    }

    private static String line(int number, SparkOutcome outcome) {
        return ENDED + " " + number + " " + outcome.exitCode() + " "
                + outcome.lastLine().replaceAll("\\s+", " ");
    }
}
